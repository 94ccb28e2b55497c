import { writeState } from '../composition/branch-state.ts'
import type { RollbackEntry } from '../ledger/record.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'
import { stagecoachPerson } from '../promotion/promotion-commit.ts'
import { namesOfMoves } from './describe-plan.ts'
import { movesOf } from '../ledger/rollbacks.ts'

/** What the branch of an environment shall hold after a rollback. */
export interface RepairedState {
  content: Oid
  packages: PackageRef[]
  baseline: Oid | undefined
}

/** The commit that makes the branch say what the targets hold again. The same arguments give the same commit. */
export async function writeRepair(
  git: GitObjects,
  rollback: Pick<RollbackEntry, 'environment' | 'operation' | 'package' | 'to' | 'others'>,
  tip: Commit,
  { content, packages, baseline }: RepairedState,
): Promise<{ head: Oid; tree: Oid }> {
  const { environment, operation } = rollback
  const tree = await writeState(git, content, packages, baseline)
  const message = `Take ${namesOfMoves(movesOf(rollback))} out of ${environment}\n\nStagecoach-Environment: ${environment}\nStagecoach-Rollback: ${operation}\n`
  const head = await git.writeCommit({
    tree,
    parents: [tip.oid],
    message,
    author: stagecoachPerson,
    committer: stagecoachPerson,
    at: tip.committedAt,
  })
  return { head, tree }
}

import { readState } from '../composition/branch-state.ts'
import { withPackageIn } from '../composition/with.ts'
import { formatRollbackBranch } from '../names/rollback-branch.ts'
import type { Oid } from '../package/package.ts'
import type { Conflict, Git } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { StagecoachError } from '../error.ts'
import { tipOf, type World } from '../world.ts'
import { rollbackOperation, type HandRollback } from './hand-rollback.ts'
import { refusal } from './refuse-rollback.ts'
import { writeRepair } from './repair-head.ts'

/** A state that was never deployed gets its commit: what the branch holds without the package.
 *  @throws StagecoachError `rollback-refused`, `text-conflict` */
export async function apartState({ host }: Pick<Room, 'host'>, world: World, hand: HandRollback): Promise<HandRollback> {
  if (hand.apart === undefined) return hand
  const { environment, moves, of } = hand
  const [{ package: pkg, to }] = moves
  const tip = await host.git.commit(tipOf(world, environment))
  const held = await readState(host.git, tip.oid)
  if (held.content !== hand.state.content)
    throw refusal(
      `${environment.branch} holds more than was deployed to ${environment.name}, so ${pkg.name} cannot leave alone.`,
      `Start the deploy workflow for ${environment.name} first, or take out of the branch what it does not deploy.`,
    )
  const result = await withPackageIn(host.git, tip.oid, pkg.name, to)
  if (result.kind !== 'clean') throw standsOnLines(pkg.name, result.conflicts)
  const rollback = {
    environment: environment.name,
    operation: rollbackOperation(of),
    package: pkg,
    ...(to === undefined ? {} : { to }),
  }
  const after = { content: result.tree, packages: hand.state.packages, baseline: held.baseline }
  const { head } = await writeRepair(host.git, rollback, tip, after)
  return { ...hand, state: { ...hand.state, commit: head, content: result.tree } }
}

export function standsOnLines(name: string, conflicts: readonly Conflict[]): StagecoachError {
  const paths = conflicts.map((conflict) => conflict.path).join(', ')
  return new StagecoachError(
    'text-conflict',
    `${name} cannot be taken out by itself: later changes stand on the same lines (${paths}).`,
    { hint: 'Push a repaired version of the package instead.' },
  )
}

/** Pushes the branch of such a state, so that whoever carries the rollback on finds its commit.
 *  @throws StagecoachError `push-refused` */
export async function pushApart(
  { host }: Pick<Room, 'host'>,
  { refs }: Pick<World, 'refs'>,
  { environment, apart, state }: HandRollback,
  operation: string,
): Promise<void> {
  if (apart === undefined) return
  const branch = formatRollbackBranch({ environment: environment.name, operation })
  await pushRepair(host.git, refs, branch, state.commit)
}

/** @throws StagecoachError `push-refused` */
export async function pushRepair(git: Pick<Git, 'push'>, refs: World['refs'], branch: string, head: Oid): Promise<void> {
  const ref = `refs/heads/${branch}`
  const pushed = await git.push([{ ref, expected: refs.get(ref)?.oid, to: head }])
  if (pushed.kind === 'pushed') return
  const why = pushed.kind === 'stale' ? 'it moved meanwhile' : pushed.reason
  throw new StagecoachError('push-refused', `The branch '${branch}' could not be pushed: ${why}.`, {
    hint: 'Add `contents: write` to the job permissions (at a terminal: use a token that may push), or run it again when someone else was faster.',
  })
}

import { StagecoachError } from '../error.ts'
import { onBranch } from '../foreign/trouble-words.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Oid } from '../package/package.ts'
import type { GitObjects } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import type { Merge } from './merge-promotion.ts'
import { giveBack } from './withdraw.ts'

/** Looks whether a merge came to the environment's branch. When it went to another one, nothing counts as merged: it says where it went; undefined when all is well.
 *  @throws StagecoachError `merge-not-seen` */
export async function mergedElsewhere(room: Room, merge: Merge, fence: number, merged: Oid): Promise<Result | undefined> {
  const { git, forge } = room.host
  const { environment, operation, pull, head, tip } = merge
  const ref = `refs/heads/${environment.branch}`
  const now = (await git.fetch([ref])).get(ref)?.oid
  if (now !== undefined && (await cameTo(git, merged, tip, now))) return undefined
  // Nobody can change the base of a merged pull request.
  const { base } = await forge.get(pull.number)
  if (base.branch === environment.branch) throw notSeen(merge, merged)
  const { message, advice } = whereItWent(merge, base.branch, merged)
  await giveBack(room, merge, fence, 'failure', message)
  const shas = { head, tip, merge: merged }
  return blocked('tip-undecided', message, { environment: environment.name, operation, pullRequest: pull.number, shas, advice })
}

/** The commit itself may be unknown here: only the branch was fetched. */
async function cameTo(git: GitObjects, commit: Oid, before: Oid, tip: Oid): Promise<boolean> {
  if (commit === tip) return true
  return (await git.log(before, tip, { firstParent: true })).some(({ oid }) => oid === commit)
}

/** The lease stays: whoever looks next takes the merge over, once it shows. */
function notSeen({ environment, pull }: Merge, merged: Oid): StagecoachError {
  return new StagecoachError(
    'merge-not-seen',
    `GitHub says that #${pull.number} was merged as ${merged.slice(0, 12)}, and ${environment.branch} does not have that commit.`,
    { hint: 'Nothing is deployed yet. The sweep takes the merge over once it shows; `stagecoach sweep` does it now.' },
  )
}

function whereItWent({ environment, pull }: Merge, branch: string, merged: Oid): { message: string; advice: string[] } {
  const { name } = environment
  return {
    message: `#${pull.number} was merged into ${branch} as ${merged.slice(0, 12)}, and not into ${environment.branch}: somebody changed its base while the gate merged it. Nothing was recorded for ${name} and nothing is deployed there. No gate decided on bringing this to ${branch}; take it out there.`,
    advice: [
      `To take it out of ${branch}: ${onBranch(branch, `git revert --no-edit -m 1 ${merged}`)}`,
      `So that GitHub refuses it the next time, require a status of the gate on ${branch} by a rule that nobody bypasses (docs/security.md).`,
    ],
  }
}

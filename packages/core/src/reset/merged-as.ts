import type { Oid } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'

/** The commit of the environment's branch that is this reset as it was planned, whoever pressed the button, whichever way, and whatever was pushed on top of it since. */
export async function mergedAs(
  git: Pick<GitObjects, 'log'>,
  { tip, tree }: { tip: Oid; tree: Oid },
  now: Oid,
): Promise<Commit | undefined> {
  if (now === tip) return undefined
  const since = await git.log(tip, now, { firstParent: true })
  return since.find((each) => each.parents[0] === tip && each.tree === tree)
}

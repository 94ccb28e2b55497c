import type { Environment } from '../config/config.ts'
import { foreseenBy } from '../ledger/foreseen-by.ts'
import type { Oid } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'
import type { World } from '../world.ts'

/** Commits on an environment's branch that Stagecoach did not make, newest first: since its last reset, else since its recorded start, else since production. */
export async function foreignCommits(
  git: Pick<GitObjects, 'log' | 'mergeBase'>,
  { view }: Pick<World, 'view'>,
  { name }: Pick<Environment, 'name'>,
  tip: Commit,
  production: Oid,
): Promise<Commit[]> {
  const merges = view.of('merged', name)
  const resets = new Set(view.of('intent', name).flatMap((each) => (each.verb === 'reset' ? [each.operation] : [])))
  const reset = merges.findLast((each) => resets.has(each.operation))?.commit
  const since = reset ?? view.of('baseline', name).at(-1)?.commit ?? (await git.mergeBase(tip.oid, production))
  if (since === undefined) return []
  const known = new Set(merges.map((each) => each.commit))
  const commits = await git.log(since, tip.oid, { firstParent: true })
  return commits.filter((each) => !known.has(each.oid) && foreseenBy(view, name, each) === undefined)
}

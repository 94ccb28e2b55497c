import type { Oid } from '../package/package.ts'
import type { GitObjects } from '../ports/git.ts'

/**
 * The newest commit of production whose content a branch contains: where it was cut or production was merged into it, or, where production
 * took a state of this branch by merging it, the commit that has exactly the content of that state. Only commits count that production
 * itself has been at (its first parents). Undefined when the histories have none in common.
 */
export async function productionCommit(
  git: Pick<GitObjects, 'mergeBase' | 'log' | 'commit'>,
  tip: Oid,
  production: Oid,
): Promise<Oid | undefined> {
  const met = await git.mergeBase(tip, production)
  if (met === undefined || met === production) return met
  const since = await git.log(met, production, { firstParent: true })
  const { tree } = await git.commit(met)
  const taken = since.find((commit) => commit.tree === tree)
  if (taken !== undefined) return taken.oid
  const [oldest] = (await git.log(tip, production, { firstParent: true })).slice(-1)
  return oldest?.parents[0]
}

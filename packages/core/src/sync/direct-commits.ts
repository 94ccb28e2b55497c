import { foreseenBy } from '../ledger/foreseen-by.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { Oid } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'

/** Commits on an environment's branch after `since`, up to `until`, that no operation of Stagecoach made: dependency updates and whatever else people push there. Newest first. */
export async function directCommits(
  git: Pick<GitObjects, 'log'>,
  view: LedgerView,
  environment: string,
  since: Oid,
  until: Oid,
): Promise<Commit[]> {
  if (since === until) return []
  const merged = new Set(view.of('merged', environment).map((each) => each.commit))
  const log = await git.log(since, until, { firstParent: true })
  return log.filter((commit) => !merged.has(commit.oid) && foreseenBy(view, environment, commit) === undefined)
}

import { foreignCommit } from '../foreign/foreign-commit.ts'
import { said } from '../foreign/trouble-words.ts'
import { foreseenBy } from '../ledger/operations.ts'
import type { Oid } from '../package/package.ts'
import type { Commit, Git } from '../ports/git.ts'
import type { World } from '../world.ts'

/** Commits of people on the branch since the state it goes back to as a whole, oldest first: the targets hold nothing of them afterwards, so neither may the branch. */
export async function carriedOff(
  git: Pick<Git, 'log'>,
  { view }: Pick<World, 'view'>,
  environment: string,
  since: Oid,
  tip: Oid,
): Promise<Commit[]> {
  const merged = new Set(view.of('merged', environment).map((each) => each.commit))
  const log = await git.log(since, tip, { firstParent: true })
  return log.filter((commit) => !merged.has(commit.oid) && foreseenBy(view, environment, commit) === undefined).toReversed()
}

/** A line for each, for people. */
export function describeCarriedOff(commits: readonly Commit[]): string[] {
  return commits.map((commit) => `${said(foreignCommit(commit))} leaves the branch: push it again as a feature to keep it`)
}

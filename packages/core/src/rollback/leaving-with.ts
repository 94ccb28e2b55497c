import { foreignCommit } from '../foreign/foreign-commit.ts'
import { said } from '../foreign/trouble-words.ts'
import { foreseenBy } from '../ledger/foreseen-by.ts'
import type { Oid } from '../package/package.ts'
import type { Commit, Git } from '../ports/git.ts'
import type { World } from '../world.ts'
import type { RollbackDraft } from './hand-rollback.ts'

/** What leaves the branch besides packages where it goes back to a state as a whole, a line each for people: the targets hold nothing of it afterwards, so neither may the branch. */
export async function leavingWith(
  git: Pick<Git, 'log'>,
  { view }: Pick<World, 'view'>,
  rollback: Pick<RollbackDraft, 'environment' | 'of' | 'and'>,
  since: Oid,
  tip: Oid,
): Promise<string[]> {
  const { environment, of, and = [] } = rollback
  const merged = new Set(view.of('merged', environment).map((each) => each.commit))
  const isOfPeople = (commit: Commit): boolean => !merged.has(commit.oid) && foreseenBy(view, environment, commit) === undefined
  const people = (await git.log(since, tip, { firstParent: true })).filter(isOfPeople).toReversed()
  const syncs = [of, ...and].flatMap(
    (operation) => view.of('sync', environment).findLast((each) => each.operation === operation) ?? [],
  )
  return [
    ...people.map((commit) => `${said(foreignCommit(commit))} leaves the branch: push it again as a feature to keep it`),
    ...syncs
      .filter(({ commits }) => commits > 0)
      .map(
        ({ commits, pullRequest }) =>
          `the commits of people on production's branch that came with #${pullRequest} (${commits}) leave the branch: \`stagecoach sync ${environment}\` brings them again`,
      ),
  ]
}

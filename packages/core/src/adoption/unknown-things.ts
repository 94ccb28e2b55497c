import type { ObservedDatabase, ObservedEnvironment } from './observe-environment.ts'
import { namesOfLost } from './lost-migrations.ts'
import type { Proof } from './prove-catalog.ts'

/** Pure: what adopting this environment leaves open, one sentence each, so that nobody takes silence for knowledge. */
export function unknownThings({ environment, production, databases }: ObservedEnvironment, proofs: readonly Proof[]): string[] {
  const { name } = environment
  const root =
    production === undefined ? [`${name} and production have no commit in common: a sync has nothing to start from.`] : []
  return [
    ...root,
    `Which application runs in ${name}: its branch is taken at its word.`,
    ...databases.flatMap((database) => openQuestions(name, database)),
    ...proofs.flatMap((proof) => unproved(name, proof)),
  ]
}

function openQuestions(environment: string, { name, histories, leftovers, lost = [] }: ObservedDatabase): string[] {
  const where = `${environment} (${name})`
  const vouched =
    lost.length === 0
      ? []
      : [`Whether the rows of ${where} are what ${namesOfLost(lost)} left: its record is lost, and they count as run there.`]
  const none =
    histories.length === 0
      ? [`How ${where} came to its schema: no table of a migration tool is there, and no list was given.`]
      : []
  const applied = histories.flatMap((history) => history.applied)
  const sentences = {
    missing: 'has no file on the branch',
    edited: 'is not what its file says now',
    several: 'could be one of several files',
  }
  const unexplained = Object.entries(sentences).flatMap(([explanation, what]) => {
    const ids = applied.filter((each) => each.explanation === explanation).map(({ id }) => id)
    return ids.length === 0 ? [] : [`What ran in ${where}: ${ids.join(', ')} ${ids.length === 1 ? what : plural(what)}.`]
  })
  const pending = histories.flatMap((history) => history.pending)
  const waiting = pending.length === 0 ? [] : [`Why ${where} has not run ${pending.join(', ')}, which its branch has.`]
  return [...vouched, ...none, ...histories.flatMap((history) => history.unknown), ...unexplained, ...waiting, ...leftovers]
}

function plural(what: string): string {
  return what.replace(/^has /, 'have ').replace('is not what its file says', 'are not what their files say')
}

function unproved(environment: string, { by, result, detail, objects }: Proof): string[] {
  if (result === 'equal') return []
  const list = objects.length <= 12 ? objects.join(', ') : `${objects.slice(0, 12).join(', ')} and ${objects.length - 12} more`
  const about = {
    replay: `Whether the files of ${environment} make its schema`,
    dump: `Whether the dump in the repository is the schema of ${environment}`,
    template: `Whether a rehearsal for ${environment} says what its deployment will do`,
  }[by]
  if (result === 'impossible') return [`${about}: not tried, ${detail}.`.replace('..', '.')]
  return [`${about}: they differ in ${list}.`]
}

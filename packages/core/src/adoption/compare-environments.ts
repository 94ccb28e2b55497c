import { catalogDelta, columnOrderNotes } from '../deployment/catalog-delta.ts'
import type { LedgerView } from '../ledger/history.ts'
import { compareHistories, type HistoryDifference } from './compare-histories.ts'
import type { ObservedDatabase, ObservedEnvironment } from './observe-environment.ts'

/** A difference between an environment and the one that the others are measured by. */
export interface Difference extends HistoryDifference {
  environment: string
  database: string
  against: string
  /** Objects: `+` only here, `-` missing here, `~` otherwise defined. */
  objects: string[]
  /** Worth knowing, and no difference. */
  notes: string[]
}

/** Pure: every environment against the last one given (production, when it is among them). Environments that say the same are left out. */
export function compareEnvironments(observed: readonly ObservedEnvironment[]): Difference[] {
  const reference = observed.at(-1)
  if (reference === undefined) return []
  return observed.slice(0, -1).flatMap((each) =>
    each.databases.flatMap((database) => {
      const other = reference.databases.find(({ name }) => name === database.name)
      if (other === undefined) return []
      const difference = compareDatabases(database, other, reference.environment.name)
      if (!hasRunOtherThings(difference) && difference.objects.length + difference.notes.length === 0) return []
      return [{ environment: each.environment.name, database: database.name, against: reference.environment.name, ...difference }]
    }),
  )
}

/** Pure: against environments that were adopted earlier and are not looked at now, by what the ledger kept: what ran, and whether the schema is the same. */
export function compareWithRecorded(observed: readonly ObservedEnvironment[], view: LedgerView): Difference[] {
  const names = new Set(observed.map(({ environment }) => environment.name))
  const newest = new Map(view.of('adoption').map((record) => [record.environment, record]))
  const others = [...newest.values()].filter(({ environment }) => !names.has(environment))
  return observed.flatMap(({ environment, databases }) =>
    others.flatMap((record) =>
      databases.flatMap((database): Difference[] => {
        const other = record.databases[database.name]
        if (other === undefined) return []
        const ran = compareHistories(database.histories, other.histories, record.environment)
        const same = other.fingerprint === database.fingerprint
        if (same && !hasRunOtherThings(ran)) return []
        const notes = same ? [] : [`${record.environment} had another schema when it was adopted (${record.at}).`]
        const between = { environment: environment.name, database: database.name, against: record.environment }
        return [{ ...between, ...ran, objects: [], notes }]
      }),
    ),
  )
}

function compareDatabases(
  here: ObservedDatabase,
  there: ObservedDatabase,
  against: string,
): HistoryDifference & Pick<Difference, 'objects' | 'notes'> {
  const ran = compareHistories(here.histories, there.histories, against)
  const delta = catalogDelta(there.catalog, here.catalog)
  if (delta === 'not-comparable') {
    return { ...ran, objects: [], notes: [`Server ${here.server} and ${there.server}: their catalogs cannot be compared.`] }
  }
  const objects = Object.entries(delta).map(
    ([key, { before, after }]) => `${before === undefined ? '+' : after === undefined ? '-' : '~'} ${key}`,
  )
  return { ...ran, objects, notes: columnOrderNotes(there.catalog, here.catalog) }
}

function hasRunOtherThings({ lacks, extra, otherwise }: HistoryDifference): boolean {
  return lacks.length + extra.length + otherwise.length > 0
}

/** One sentence for each, as the ledger keeps them. */
export function describeDifference({ environment, against, lacks, extra, otherwise, objects }: Difference): string[] {
  const list = (items: readonly string[]): string =>
    items.length <= 12 ? items.join(', ') : `${items.slice(0, 12).join(', ')} and ${items.length - 12} more`
  return [
    ...(lacks.length === 0 ? [] : [`${environment} has not applied ${list(lacks)}, which ${against} has.`]),
    ...(extra.length === 0 ? [] : [`${environment} has applied ${list(extra)}, which ${against} has not.`]),
    ...(otherwise.length === 0 ? [] : [`${environment} has applied ${list(otherwise)} in another form than ${against}.`]),
    ...(objects.length === 0 ? [] : [`Objects of ${environment} beside ${against}: ${list(objects)}.`]),
  ]
}

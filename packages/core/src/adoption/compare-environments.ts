import { catalogDelta, columnOrderNotes } from '../deployment/catalog-delta.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { ObservedDatabase, ObservedEnvironment } from './observe-environment.ts'

/** A difference between an environment and the one that the others are measured by. */
export interface Difference {
  environment: string
  database: string
  against: string
  /** Ids that the other has applied and this one has not, and the other way round. */
  lacks: string[]
  extra: string[]
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
      const difference = compareDatabases(database, other)
      const { lacks, extra, objects, notes } = difference
      if (lacks.length + extra.length + objects.length + notes.length === 0) return []
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
        const [own, there] = [appliedIn(database), appliedIn(other)]
        const lacks = [...there].filter((id) => !own.has(id))
        const extra = [...own].filter((id) => !there.has(id))
        const same = other.fingerprint === database.fingerprint
        if (same && lacks.length + extra.length === 0) return []
        const notes = same ? [] : [`${record.environment} had another schema when it was adopted (${record.at}).`]
        return [
          {
            environment: environment.name,
            database: database.name,
            against: record.environment,
            lacks,
            extra,
            objects: [],
            notes,
          },
        ]
      }),
    ),
  )
}

function compareDatabases(
  here: ObservedDatabase,
  there: ObservedDatabase,
): Pick<Difference, 'lacks' | 'extra' | 'objects' | 'notes'> {
  const [own, other] = [appliedIn(here), appliedIn(there)]
  const lacks = [...other].filter((id) => !own.has(id))
  const extra = [...own].filter((id) => !other.has(id))
  const delta = catalogDelta(there.catalog, here.catalog)
  if (delta === 'not-comparable') {
    return { lacks, extra, objects: [], notes: [`Server ${here.server} and ${there.server}: their catalogs cannot be compared.`] }
  }
  const objects = Object.entries(delta).map(
    ([key, { before, after }]) => `${before === undefined ? '+' : after === undefined ? '-' : '~'} ${key}`,
  )
  return { lacks, extra, objects, notes: columnOrderNotes(there.catalog, here.catalog) }
}

function appliedIn({ histories }: { histories: readonly { applied: readonly { id: string }[] }[] }): Set<string> {
  return new Set(histories.flatMap(({ applied }) => applied.map(({ id }) => id)))
}

/** One sentence for each, as the ledger keeps them. */
export function describeDifference({ environment, against, lacks, extra, objects }: Difference): string[] {
  const list = (items: readonly string[]): string =>
    items.length <= 12 ? items.join(', ') : `${items.slice(0, 12).join(', ')} and ${items.length - 12} more`
  return [
    ...(lacks.length === 0 ? [] : [`${environment} has not applied ${list(lacks)}, which ${against} has.`]),
    ...(extra.length === 0 ? [] : [`${environment} has applied ${list(extra)}, which ${against} has not.`]),
    ...(objects.length === 0 ? [] : [`Objects of ${environment} beside ${against}: ${list(objects)}.`]),
  ]
}

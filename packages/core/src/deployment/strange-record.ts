import type { Digest } from '../digest.ts'
import type { LedgerView } from '../ledger/history.ts'
import { ownerOf } from '../ledger/owner-of.ts'
import type { RecordedState, Target } from '../ports/database.ts'

/** Why a database cannot be the one that the ledger knows under this name, whatever is behind its address now. */
export type StrangeRecord =
  | { kind: 'of-another'; owner: string; operation: string }
  /** The ledger noted what `since` left there, and nothing is noted in it. */
  | { kind: 'none'; since: string }
  | { kind: 'unknown'; operation: string }
  /** It holds what the operation left in another database of the environment. */
  | { kind: 'swapped'; other: string; operation: string }

/** Compares what a database says of itself with what the ledger noted of it. An older record is not strange: a backup or a snapshot that was put back has it, and what it lacks is deployed again. */
export function strangeRecord(
  view: LedgerView,
  { environment, name }: Pick<Target, 'environment' | 'name'>,
  recorded: Pick<RecordedState, 'operation' | 'fingerprint'> | undefined,
): StrangeRecord | undefined {
  const owner = recorded === undefined ? undefined : ownerOf(view, recorded.operation)
  if (recorded !== undefined && owner !== undefined && owner !== environment)
    return { kind: 'of-another', owner, operation: recorded.operation }
  const noted = notedIn(view, environment)
  const last = lastNoted(view, { environment, name })
  if (last === undefined) return undefined
  if (recorded === undefined) return { kind: 'none', since: last.operation }
  if (owner === undefined) return { kind: 'unknown', operation: recorded.operation }
  const left = noted.filter(({ operation }) => operation === recorded.operation)
  const here = left.some(({ fingerprints }) => fingerprints[name] === recorded.fingerprint)
  const other = left.flatMap(({ fingerprints }) => Object.entries(fingerprints)).find(([, each]) => each === recorded.fingerprint)
  return here || other === undefined ? undefined : { kind: 'swapped', other: other[0], operation: recorded.operation }
}

/** What the ledger noted last of a database. */
export function lastNoted(
  view: LedgerView,
  { environment, name }: Pick<Target, 'environment' | 'name'>,
): { operation: string; fingerprint: Digest } | undefined {
  const noted = notedIn(view, environment).flatMap(({ operation, fingerprints }) => {
    const fingerprint = fingerprints[name]
    return fingerprint === undefined ? [] : [{ operation, fingerprint }]
  })
  return noted.at(-1)
}

/** What operations left in the databases of an environment, oldest first. */
function notedIn(view: LedgerView, environment: string): { operation: string; fingerprints: Record<string, Digest> }[] {
  const adopted = view.of('adoption', environment).map(({ seq, operation, databases }) => ({
    seq,
    operation,
    fingerprints: Object.fromEntries(Object.entries(databases).map(([name, { fingerprint }]) => [name, fingerprint])),
  }))
  const deployed = view
    .of('deployment', environment)
    .flatMap(({ seq, operation, fingerprints }) => (fingerprints === undefined ? [] : [{ seq, operation, fingerprints }]))
  return [...adopted, ...deployed].sort((a, b) => a.seq - b.seq)
}

/** The same in words for people, after `the database`. */
export function describeStrange(strange: StrangeRecord, environment: string): string {
  switch (strange.kind) {
    case 'of-another':
      return `was last deployed to as ${strange.owner} (operation ${strange.operation})`
    case 'none':
      return `has no record of Stagecoach, and operation ${strange.since} left one: another database is behind its address, or it was restored without the schema stagecoach`
    case 'unknown':
      return `was last changed by operation ${strange.operation}, which the ledger does not know: another database is behind its address, or the ledger was rewritten`
    case 'swapped':
      return `holds what operation ${strange.operation} left in '${strange.other}' of ${environment}: the addresses are mixed up`
  }
}

import { StagecoachError } from '../error.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import { viewHistory, type LedgerView } from './history.ts'
import type { LedgerEntry, NewEntry } from './record.ts'

const changes: readonly LedgerEntry['kind'][] = ['intent', 'merged', 'deployment', 'verification', 'rollback', 'adoption']

/** For `claimLease`: takes it only while the environment is as a decision saw it, since another operation may have come and gone in between.
 *  @throws StagecoachError `lease-held` */
export function nothingSince(seen: LedgerView, environment: string): (newest: LedgerHistory) => readonly NewEntry[] {
  const last = seen.records.at(-1)?.seq ?? 0
  return (newest) => {
    const view = viewHistory(newest)
    const moved = changes.flatMap((kind) => view.of(kind, environment)).find((each) => each.seq > last)
    if (moved === undefined) return []
    throw new StagecoachError('lease-held', `${environment} was changed by another run since this one looked at it.`, {
      hint: 'Run it again: it decides on what is there now.',
    })
  }
}

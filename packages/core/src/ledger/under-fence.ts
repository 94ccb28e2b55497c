import { StagecoachError } from '../error.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import { viewHistory } from './history.ts'
import { highestFence } from './lease.ts'
import type { NewEntry } from './record.ts'

/**
 * What only the newest holder of an environment's lease may record. A holder that slept while another took over finds everything about it
 * changed, and must not mistake that for a failure of what it deployed.
 * @throws StagecoachError `fenced`, from the append
 */
export function underFence(
  environment: string,
  fence: number,
  entries: (newest: LedgerHistory) => readonly NewEntry[],
): (newest: LedgerHistory) => readonly NewEntry[] {
  return (newest) => {
    const highest = highestFence(viewHistory(newest), environment)
    if (highest <= fence) return entries(newest)
    throw new StagecoachError(
      'fenced',
      `Fencing number ${fence} is too old: ${environment} was taken over with ${highest} while this run stood still.`,
      { hint: 'Nothing was recorded. The newer run finishes the operation; look at its report.' },
    )
  }
}

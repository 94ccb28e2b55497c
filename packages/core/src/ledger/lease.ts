import type { LedgerView, RecordOf } from './history.ts'

/** The lease that nobody gave back, as its last holder wrote it, expired or not; undefined when the environment is free. */
export function currentLease(view: LedgerView, environment: string): RecordOf<'lease'> | undefined {
  let lease: RecordOf<'lease'> | undefined
  for (const record of view.of('lease', environment)) {
    // What a holder writes after somebody took over changes nothing any more.
    if (lease !== undefined && record.fence < lease.fence) continue
    lease = record.action === 'release' ? undefined : record
  }
  return lease
}

/** Fencing number of the newest holder, 0 when there was none; the next one takes one more. */
export function highestFence(view: LedgerView, environment: string): number {
  return view.of('lease', environment).reduce((highest, record) => Math.max(highest, record.fence), 0)
}

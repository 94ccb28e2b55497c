import type { LedgerView } from './history.ts'
import type { LedgerEntry } from './record.ts'

const operations = [
  'verification',
  'rollback',
  'adoption',
  'deployment',
  'intent',
  'reset',
] as const satisfies LedgerEntry['kind'][]

/** The environment whose operation this was; undefined when the ledger does not know it. */
export function ownerOf(view: LedgerView, operation: string): string | undefined {
  return operations.flatMap((kind) => view.of(kind)).find((each) => each.operation === operation)?.environment
}

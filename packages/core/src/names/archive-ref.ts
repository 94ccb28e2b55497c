import type { Oid } from '../package/package.ts'
import { checkName } from './name.ts'

/** Where the tip stays that a reset leaves behind: `refs/stagecoach/archive/<environment>/<commit>`. No rule can protect it, so it counts only when the ledger names the same commit. */
export function formatArchiveRef(environment: string, tip: Oid): string {
  return `refs/stagecoach/archive/${checkName('environment', environment)}/${tip}`
}

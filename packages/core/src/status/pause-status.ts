import type { LedgerView } from '../ledger/history.ts'
import { openReset } from '../ledger/resets.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import type { EnvironmentStatus } from './status-view.ts'

/** A rollback whose repair, or a reset that, is not deployed yet. */
export function pauseStatus(view: LedgerView, environment: string): Pick<EnvironmentStatus, 'paused'> {
  const rollback = openRollback(view, environment)
  if (rollback !== undefined) {
    const { operation, at, reason, repair, state } = rollback
    const about = {
      by: 'rollback' as const,
      operation,
      package: rollback.package.name,
      since: at,
      reason,
      ...(state === 'intended' ? { restoring: true as const } : {}),
    }
    return { paused: { ...about, ...(repair === undefined ? {} : { pullRequest: repair.pullRequest }) } }
  }
  const reset = openReset(view, environment)
  if (reset === undefined) return {}
  const { operation, at, reason, proposal } = reset
  const about = { by: 'reset' as const, operation, since: at, reason }
  return { paused: { ...about, ...(proposal === undefined ? {} : { pullRequest: proposal.pullRequest }) } }
}

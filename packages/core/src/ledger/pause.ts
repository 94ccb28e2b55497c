import { formatOperationBranch, type OperationBranch } from '../names/operation-branch.ts'
import type { LedgerView } from './history.ts'
import { openReset } from './resets.ts'
import { openRollback } from './rollbacks.ts'

/** Why an environment takes no promotion: a rollback whose repair, or a reset that, is not deployed yet. */
export type Pause = Pick<OperationBranch, 'kind' | 'operation'>

export function openPause(view: LedgerView, environment: string): Pause | undefined {
  const rollback = openRollback(view, environment)
  if (rollback !== undefined) return { kind: 'rollback', operation: rollback.operation }
  const reset = openReset(view, environment)
  return reset && { kind: 'reset', operation: reset.operation }
}

/** The branch of the pull request that leads out of it. */
export function pauseBranch(pause: Pause, environment: string): string {
  return formatOperationBranch({ ...pause, environment })
}

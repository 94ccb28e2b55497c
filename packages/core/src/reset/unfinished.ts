import type { Environment } from '../config/config.ts'
import { lastDeployment } from '../ledger/operations.ts'
import type { RecordOf } from '../ledger/history.ts'
import { currentLease } from '../ledger/lease.ts'
import { holderEnded } from '../ledger/lease-holder.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { openReset } from '../ledger/resets.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'

/** What goes on in an environment when a reset is asked for. */
export type Unfinished =
  | { kind: 'nothing'; reset?: undefined }
  /** A reset that has merged nothing yet: another one takes its place, the same one goes on. */
  | { kind: 'proposed'; reset: RecordOf<'reset'> }
  /** An operation that stopped with an error and that nobody carries on: a reset ends it. */
  | { kind: 'failed'; operation: string; fence?: number; reset?: RecordOf<'reset'> }
  | { kind: 'busy'; operation: string; reset?: RecordOf<'reset'> }

/** A lease is respected unless its operation has failed and no run holds it. */
export async function unfinished(
  { host }: Pick<Room, 'host'>,
  { view }: Pick<World, 'view'>,
  { name }: Environment,
): Promise<Unfinished> {
  const reset = openReset(view, name)
  const lease = currentLease(view, name)
  const pending = pendingOperation(view, name)
  const rollback = openRollback(view, name)
  if (rollback?.state === 'intended') return stoppedRollback(host, lease, rollback)
  const operation = pending?.intent.operation ?? lease?.operation
  if (operation === undefined) return reset === undefined ? { kind: 'nothing' } : { kind: 'proposed', reset }
  const about = { operation, ...(reset === undefined ? {} : { reset }) }
  const last = lastDeployment(view, name)
  const hasFailed = last?.operation === operation && last.state === 'failed'
  const isOther = lease !== undefined && lease.operation !== operation
  if (!hasFailed || isOther || (await isHeldByRun(host, lease))) return { kind: 'busy', ...about }
  return { kind: 'failed', ...about, ...(lease === undefined ? {} : { fence: lease.fence }) }
}

/** A rollback that has not brought the targets back. Whatever of them it changed, a reset makes them anew. */
async function stoppedRollback(
  host: Room['host'],
  lease: RecordOf<'lease'> | undefined,
  { operation, of }: RecordOf<'rollback'>,
): Promise<Unfinished> {
  const isOther = lease !== undefined && lease.operation !== of
  if (isOther || (await isHeldByRun(host, lease))) return { kind: 'busy', operation }
  return { kind: 'failed', operation, ...(lease === undefined ? {} : { fence: lease.fence }) }
}

async function isHeldByRun(host: Room['host'], lease: RecordOf<'lease'> | undefined): Promise<boolean> {
  if (lease === undefined || lease.action === 'yield') return false
  const { run } = lease.by
  if (run === undefined) return Date.parse(lease.expires) > host.clock.now().getTime() && !(await holderEnded(host, lease))
  return (await host.forge.runState(run.id, run.attempt)) === 'running'
}

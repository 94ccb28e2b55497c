import { StagecoachError } from '../error.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import type { Room } from '../ports/runtime.ts'
import { viewHistory, type LedgerView, type RecordOf } from './history.ts'
import { currentLease, highestFence } from './lease.ts'
import type { NewEntry } from './record.ts'

type Lease = RecordOf<'lease'>

/** How long a holder may be silent before anyone may take over without asking whether its run still lives. Longer than the 120 minutes after which
 *  GitHub ends the jobs that hold one (`deploy-workflow.ts`), so that nobody takes it from a run at work, and a run that was stopped does not keep it. */
export const leaseLength = 130 * 60_000

export interface ClaimedLease {
  fence: number
  history: LedgerHistory
}

/** Takes the environment's lease for an operation, or carries it on with a new fencing number: compare-and-swap, so of two that try one gets it.
 *  `also` gives what is recorded in the same append; it is asked with the newest history.
 *  @throws StagecoachError `lease-held` naming operation, holder and expiry */
export async function claimLease(
  { host }: Room,
  seen: LedgerView,
  environment: string,
  operation: string,
  also: (history: LedgerHistory, fence: number) => readonly NewEntry[] = () => [],
): Promise<ClaimedLease> {
  const before = currentLease(seen, environment)
  const ended = await holderEnded(host, before)
  let fence = 0
  const history = await host.ledger.append((newest) => {
    const view = viewHistory(newest)
    const now = host.clock.now()
    const lease = currentLease(view, environment)
    const gone = ended && lease?.fence === before?.fence
    if (lease !== undefined && !mayTake(lease, operation, now, gone, host.actor.run)) throw leaseHeld(lease)
    fence = highestFence(view, environment) + 1
    const entry: NewEntry = {
      kind: 'lease',
      key: `lease:${environment}:${fence}`,
      action: lease === undefined ? 'acquire' : 'take-over',
      environment,
      operation,
      fence,
      expires: new Date(now.getTime() + leaseLength).toISOString(),
    }
    return [entry, ...also(newest, fence)]
  })
  return { fence, history }
}

/** The entry that ends a lease, or leaves it with the operation for its next holder. */
export function leaseEntry(
  action: 'yield' | 'release',
  environment: string,
  operation: string,
  fence: number,
  now: Date,
): NewEntry {
  const key = `${action}:${environment}:${fence}`
  return { kind: 'lease', key, action, environment, operation, fence, expires: now.toISOString() }
}

/** Pure: whether a lease may be taken over for an operation. Another operation's lease never: whoever comes first must finish that one. */
export function mayTake(
  lease: Lease,
  operation: string,
  now: Date,
  holderEnded: boolean,
  me: { id: number; attempt: number } | undefined,
): boolean {
  if (lease.operation !== operation) return false
  const mine = me !== undefined && lease.by.run?.id === me.id && lease.by.run.attempt === me.attempt
  const expired = Date.parse(lease.expires) <= now.getTime()
  return lease.action === 'yield' || expired || holderEnded || mine
}

async function holderEnded(host: Room['host'], lease: Lease | undefined): Promise<boolean> {
  if (lease?.by.run === undefined || lease.action === 'yield') return false
  return (await host.forge.runState(lease.by.run.id, lease.by.run.attempt)) === 'ended'
}

function leaseHeld(lease: Lease): StagecoachError {
  const { environment, operation, by, expires } = lease
  const who = by.run === undefined ? by.login : `run ${by.run.id} of ${by.login}`
  return new StagecoachError(
    'lease-held',
    `${environment} is being changed by operation ${operation} (${who}) until ${expires} at the latest.`,
    {
      hint: `Wait for it, or start the deploy workflow for ${environment} to carry it on when that run has ended.`,
      details: { operation },
    },
  )
}

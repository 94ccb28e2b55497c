import type { Room } from '../ports/runtime.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import { StagecoachError } from '../error.ts'
import type { LeaseEntry, NewEntry, RecordHeader } from './record.ts'
import { viewHistory, type EnvironmentView } from './history.ts'

/** How long a holder may be silent before anyone may take over without asking whether its run still lives. */
export const leaseLength = 60 * 60_000

/** A lease with who wrote it. */
export type HeldLease = LeaseEntry & Pick<RecordHeader, 'by' | 'at'>

export interface ClaimedLease {
  fence: number
  history: LedgerHistory
}

/** Takes the environment's lease for an operation, or carries it on with a new fencing number: compare-and-swap, so of two that try one gets it.
 *  `also` gives what is recorded in the same append; it is asked with the newest history.
 *  @throws StagecoachError `lease-held` naming operation, holder and expiry */
export async function claimLease(
  { host }: Room,
  seen: EnvironmentView,
  environment: string,
  operation: string,
  also: (history: LedgerHistory, fence: number) => readonly NewEntry[] = () => [],
): Promise<ClaimedLease> {
  const ended = await holderEnded(host, seen.lease)
  let fence = 0
  const history = await host.ledger.append((newest) => {
    const view = viewHistory(newest).environment(environment)
    const now = host.clock.now()
    const lease = view.lease
    if (lease !== undefined && !mayTake(lease, operation, now, ended && sameHolder(lease, seen.lease), host.actor.run))
      throw leaseHeld(lease)
    fence = view.fence + 1
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

/** The entry that ends or yields a lease. */
export function leaseEntry(
  action: 'yield' | 'release',
  environment: string,
  operation: string,
  fence: number,
  now: Date,
): NewEntry {
  return {
    kind: 'lease',
    key: `${action}:${environment}:${fence}`,
    action,
    environment,
    operation,
    fence,
    expires: now.toISOString(),
  }
}

/** Pure: whether a lease may be taken (over) for an operation. Another operation's lease only after its holder is gone for long: whoever comes first must finish that one. */
export function mayTake(
  lease: HeldLease,
  operation: string,
  now: Date,
  holderEnded: boolean,
  me: { id: number; attempt: number } | undefined,
): boolean {
  const expired = Date.parse(lease.expires) <= now.getTime()
  if (lease.operation !== operation) return false
  const mine = me !== undefined && lease.by.run?.id === me.id && lease.by.run.attempt === me.attempt
  return lease.action === 'yield' || expired || holderEnded || mine
}

async function holderEnded(host: Room['host'], lease: HeldLease | undefined): Promise<boolean> {
  if (lease?.by.run === undefined || lease.by.run.id === 0) return false
  return (await host.forge.runState(lease.by.run.id, lease.by.run.attempt)) === 'ended'
}

function sameHolder(a: HeldLease, b: HeldLease | undefined): boolean {
  return b !== undefined && a.fence === b.fence && a.operation === b.operation
}

function leaseHeld(lease: HeldLease): StagecoachError {
  const who = lease.by.run === undefined ? lease.by.login : `run ${lease.by.run.id} of ${lease.by.login}`
  return new StagecoachError(
    'lease-held',
    `${lease.environment} is being changed by operation ${lease.operation} (${who}) until ${lease.expires} at the latest.`,
    {
      hint: `Wait for it, or start the deploy workflow for ${lease.environment} to carry it on when that run has ended.`,
      details: { operation: lease.operation },
    },
  )
}

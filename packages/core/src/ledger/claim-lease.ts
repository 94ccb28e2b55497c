import { StagecoachError } from '../error.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import type { Room } from '../ports/runtime.ts'
import { viewHistory, type LedgerView, type RecordOf } from './history.ts'
import { currentLease, highestFence } from './lease.ts'
import { holderEnded, holderName } from './lease-holder.ts'
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
  { host }: Pick<Room, 'host'>,
  seen: LedgerView,
  environment: string,
  operation: string,
  also: (history: LedgerHistory, fence: number) => readonly NewEntry[] = () => [],
): Promise<ClaimedLease> {
  const before = currentLease(seen, environment)
  const ended = before !== undefined && before.action !== 'yield' && (await holderEnded(host, before))
  const session = await host.sessions?.own()
  let fence = 0
  const history = await host.ledger.append((newest) => {
    const view = viewHistory(newest)
    const now = host.clock.now()
    const lease = currentLease(view, environment)
    const gone = ended && lease?.fence === before?.fence
    if (lease !== undefined && !mayTake(lease, operation, now, gone, { run: host.actor.run, session })) throw leaseHeld(lease)
    fence = highestFence(view, environment) + 1
    const entry: NewEntry = {
      kind: 'lease',
      key: `lease:${environment}:${fence}`,
      action: lease === undefined ? 'acquire' : 'take-over',
      environment,
      operation,
      fence,
      expires: new Date(now.getTime() + leaseLength).toISOString(),
      ...(session === undefined ? {} : { session }),
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

/** Who asks for a lease: a workflow run, or a command at a terminal. */
interface Asking {
  run?: { id: number; attempt: number } | undefined
  session?: { id: string } | undefined
}

/** Pure: whether a lease may be taken over for an operation. Another operation's lease never: whoever comes first must finish that one. */
export function mayTake(lease: Lease, operation: string, now: Date, hasEnded: boolean, me: Asking): boolean {
  if (lease.operation !== operation) return false
  const expired = Date.parse(lease.expires) <= now.getTime()
  return lease.action === 'yield' || expired || hasEnded || isMine(lease, me)
}

function isMine({ by, session }: Lease, me: Asking): boolean {
  if (me.run !== undefined) return by.run?.id === me.run.id && by.run.attempt === me.run.attempt
  return me.session !== undefined && session?.id === me.session.id
}

function leaseHeld(lease: Lease): StagecoachError {
  const { environment, operation, by, expires, session } = lease
  const message = `${environment} is being changed by operation ${operation} (${holderName(lease)}) until ${expires} at the latest.`
  const command = `\`stagecoach deploy ${environment}\``
  const elsewhere = session === undefined ? '' : ` in the clone on ${session.host} it was started in`
  const hint =
    by.run === undefined
      ? `Wait for it. When that command has ended, ${by.login} goes on with the same command or ${command}${elsewhere}; everyone else can from ${expires} on.`
      : `Wait for it, or carry it on with ${command} (or the deploy workflow) when that run has ended.`
  return new StagecoachError('lease-held', message, { hint, details: { operation } })
}

import { leaseEntry } from '../ledger/claim-lease.ts'
import { statusContextOf } from '../names/status-context.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { Merge } from './merge-promotion.ts'

type Withdrawal = 'head-moved' | 'base-moved' | 'workflow-files' | 'gates-pending'

/** Nothing was changed: lease and status are given back, and the next evaluation begins anew. */
export async function withdraw(room: Room, merge: Merge, fence: number, reason: Withdrawal, message: string): Promise<Result> {
  const { environment, operation, pull } = merge
  await giveBack(room, merge, fence, 'pending', message)
  const about = { environment: environment.name, operation, pullRequest: pull.number, shas: { head: merge.head, tip: merge.tip } }
  if (reason === 'workflow-files')
    return blocked(reason, message, { ...about, advice: ['A person with the `workflow` scope merges the pull request.'] })
  return { schema: 1, outcome: 'pending', reason, message, ...about }
}

/** Lease and status are given back. */
export async function giveBack(
  { host }: Room,
  { environment, operation, pull, head }: Merge,
  fence: number,
  state: 'pending' | 'failure',
  message: string,
): Promise<void> {
  const context = statusContextOf(environment.name)
  await host.forge.setStatus(head, { context, state, description: message.slice(0, 140), url: pull.url })
  await host.ledger.append(() => [leaseEntry('release', environment.name, operation, fence, host.clock.now())])
}

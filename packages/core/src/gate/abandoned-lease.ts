import type { Environment } from '../config/config.ts'
import { leaseEntry } from '../ledger/claim-lease.ts'
import { viewHistory, type RecordOf } from '../ledger/history.ts'
import { currentLease } from '../ledger/lease.ts'
import { holderEnded } from '../ledger/lease-holder.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { statusContextOf } from '../names/status-context.ts'
import type { Room } from '../ports/runtime.ts'
import { tipOf, type World } from '../world.ts'

/** Gives back a lease that nobody will carry on: its holder is gone, and it changed nothing (killed before the merge, or before its intent). Another operation could never take it. Answers whether it did. */
export async function releaseAbandoned(room: Room, world: World, environment: Environment): Promise<boolean> {
  const { host } = room
  const lease = currentLease(world.view, environment.name)
  if (lease === undefined || openRollback(world.view, environment.name) !== undefined) return false
  const pending = pendingOperation(world.view, environment.name)
  if (pending?.merged !== undefined || pending?.intent.verb === 'deploy' || !(await isGone(room, lease))) return false
  if (pending !== undefined) {
    const { tip, tree, head } = pending.intent
    const now = await host.git.commit(tipOf(world, environment))
    if (now.parents[0] === tip && now.tree === tree) return false
    // A success without a lease would let a person merge what no decision covers any more.
    const description = 'The run that was to merge it has ended; the gates are looked at again.'
    const context = statusContextOf(environment.name)
    if (head !== undefined) await host.forge.setStatus(head, { context, state: 'pending', description })
  }
  const { operation, fence } = lease
  const entry = leaseEntry('release', environment.name, operation, fence, host.clock.now())
  await host.ledger.append((newest) => (currentLease(viewHistory(newest), environment.name)?.fence === fence ? [entry] : []))
  return true
}

async function isGone({ host }: Room, lease: RecordOf<'lease'>): Promise<boolean> {
  if (lease.action === 'yield' || (await holderEnded(host, lease))) return true
  return lease.by.run === undefined && Date.parse(lease.expires) <= host.clock.now().getTime()
}

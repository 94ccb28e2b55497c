import type { Environment } from '../config/config.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { leaseEntry } from '../ledger/claim-lease.ts'
import { currentLease, highestFence } from '../ledger/lease.ts'
import type { NewEntry } from '../ledger/record.ts'
import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { tipOf, type World } from '../world.ts'

/** A merge that an intent foresaw and nobody recorded: the run was cut off, or a person pressed the button. It is recorded, and its deployment started. A recorded merge whose deployment never began is started again. */
export async function adoptMerge(room: Room, world: World, environment: Environment): Promise<Result | undefined> {
  const { host } = room
  const pending = pendingOperation(world.view, environment.name)
  if (pending === undefined || pending.intent.verb === 'deploy') return undefined
  const { intent } = pending
  const tip = await host.git.commit(tipOf(world, environment))
  const seen = pending.merged?.commit ?? (tip.parents[0] === intent.tip && tip.tree === intent.tree ? tip.oid : undefined)
  if (seen === undefined) return undefined
  const begun = world.view.of('deployment', environment.name).some((each) => each.operation === intent.operation)
  if (begun) return undefined
  const lease = currentLease(world.view, environment.name)
  const fence = lease?.fence ?? highestFence(world.view, environment.name)
  const entries: NewEntry[] = [
    {
      kind: 'merged',
      key: `merged:${intent.operation}`,
      operation: intent.operation,
      environment: environment.name,
      commit: seen,
    },
    ...(lease?.operation === intent.operation
      ? [leaseEntry('yield', environment.name, intent.operation, fence, host.clock.now())]
      : []),
  ]
  await host.ledger.append(() => entries)
  const next = { workflow: workflows.deploy, inputs: { environment: environment.name } }
  await host.forge.dispatch(next.workflow, next.inputs)
  return {
    schema: 1,
    outcome: 'merged',
    reason: 'done',
    message: `The merge ${seen} of operation ${intent.operation} is recorded; its deployment is started.`,
    operation: intent.operation,
    environment: environment.name,
    packages: intent.packages.map((each) => each.name),
    shas: { merge: seen, tip: intent.tip },
    next: [next],
  }
}

import { claimLease, leaseEntry } from '../ledger/claim-lease.ts'
import type { NewEntry } from '../ledger/record.ts'
import type { Result } from '../outcome.ts'
import type { Commit } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import type { World } from '../world.ts'
import type { Merge } from './merge-promotion.ts'

/** A person pressed the button while every gate was open: what they made is what was planned, so it is recorded and deployed like any other.
 *  @throws StagecoachError `lease-held` */
export async function adoptByHand(
  room: Room,
  world: World,
  merge: Merge,
  tip: Commit,
  evidence: () => NewEntry[] = () => [],
): Promise<Result> {
  const { host } = room
  const { environment, operation, pull, head, tree, content, packages, plan } = merge
  const about = { operation, environment: environment.name }
  const intent = { verb: merge.verb, pullRequest: pull.number, tip: merge.tip, head, tree, content, packages, plan }
  const { fence } = await claimLease(room, world.view, environment.name, operation, () => [
    ...evidence(),
    { kind: 'intent', key: `intent:${operation}:${head}`, ...about, ...intent },
    { kind: 'merged', key: `merged:${operation}`, ...about, commit: tip.oid },
  ])
  await host.ledger.append(() => [leaseEntry('yield', environment.name, operation, fence, host.clock.now())])
  const next = { workflow: workflows.deploy, inputs: { environment: environment.name } }
  await host.forge.dispatch(next.workflow, next.inputs)
  const message = `#${pull.number} was merged by hand and is what was planned; its deployment is started.`
  const shas = { head, tip: merge.tip, merge: tip.oid, content }
  return { schema: 1, outcome: 'merged', reason: 'done', message, ...about, pullRequest: pull.number, shas, next: [next] }
}

import { claimLease, leaseEntry } from '../ledger/claim-lease.ts'
import { viewHistory } from '../ledger/history.ts'
import type { NewEntry } from '../ledger/record.ts'
import type { Result } from '../outcome.ts'
import type { Commit } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import type { World } from '../world.ts'
import type { Merge } from './merge-promotion.ts'

export interface Adoption {
  merge: Merge
  /** What the person made. */
  commit: Commit
  evidence?: () => NewEntry[]
  /** Reads branch, ledger and gates again under the lease and says why it does not count any more. */
  stillOpen(again: World): Promise<string | undefined>
}

/** A person pressed the button while every gate was open: what they made is what was planned, so it is recorded and deployed like any other.
 *  @throws StagecoachError `lease-held` */
export async function adoptByHand(
  room: Room,
  world: World,
  { merge, commit, evidence = () => [], stillOpen }: Adoption,
): Promise<Result> {
  const { host } = room
  const { environment, operation, pull, head, tree, content, packages, plan } = merge
  const about = { operation, environment: environment.name }
  const shas = { head, tip: merge.tip, merge: commit.oid, content }
  const { fence, history } = await claimLease(room, world.view, environment.name, operation, evidence)
  const refs = await host.git.fetch([`refs/heads/${environment.branch}`])
  const again = { refs: new Map([...world.refs, ...refs]), history, view: viewHistory(history) }
  const recorded = again.view.of('merged', environment.name).some((each) => each.operation === operation)
  const why = recorded ? 'another run recorded it meanwhile' : await stillOpen(again)
  if (why !== undefined) {
    await host.ledger.append(() => [leaseEntry('release', environment.name, operation, fence, host.clock.now())])
    const message = `#${pull.number} was merged by hand and is not taken over now: ${why}.`
    return { schema: 1, outcome: 'pending', reason: 'base-moved', message, ...about, pullRequest: pull.number, shas }
  }
  const intent = { verb: merge.verb, pullRequest: pull.number, tip: merge.tip, head, tree, content, packages, plan }
  await host.ledger.append(() => [
    { kind: 'intent', key: `intent:${operation}:${head}`, ...about, ...intent },
    { kind: 'merged', key: `merged:${operation}`, ...about, commit: commit.oid },
    leaseEntry('yield', environment.name, operation, fence, host.clock.now()),
  ])
  const next = { workflow: workflows.deploy, inputs: { environment: environment.name } }
  await host.forge.dispatch(next.workflow, next.inputs)
  const message = `#${pull.number} was merged by hand and is what was planned; its deployment is started.`
  return { schema: 1, outcome: 'merged', reason: 'done', message, ...about, pullRequest: pull.number, shas, next: [next] }
}

import type { Environment } from '../config/config.ts'
import { leaseEntry } from '../ledger/claim-lease.ts'
import { viewHistory, type LedgerView, type RecordOf } from '../ledger/history.ts'
import { currentLease } from '../ledger/lease.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import type { NewEntry } from '../ledger/record.ts'
import type { Result } from '../outcome.ts'
import type { Oid } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { tipOf, type World } from '../world.ts'

/** A merge that an intent foresaw and nobody recorded: the run was cut off, or a person pressed the button. It is recorded, and its deployment started, by the one run whose record it is.
 *  A recorded merge is left to the run that recorded it, which starts the deployment next, in another attempt if need be; what it never started the sweep does. */
export async function adoptMerge(
  room: Room,
  world: World,
  environment: Environment,
  dryRun = false,
): Promise<Result | undefined> {
  const { host } = room
  const pending = pendingOperation(world.view, environment.name)
  if (pending === undefined || pending.intent.verb === 'deploy') return undefined
  const { intent, merged } = pending
  const tip = await host.git.commit(tipOf(world, environment))
  const seen = merged?.commit ?? (tip.parents[0] === intent.tip && tip.tree === intent.tree ? tip.oid : undefined)
  if (seen === undefined || hasBegun(world.view, intent)) return undefined
  const about = {
    schema: 1,
    operation: intent.operation,
    environment: environment.name,
    packages: intent.packages.map((each) => each.name),
    shas: { merge: seen, tip: intent.tip },
  } as const
  if (merged === undefined ? await isAtWork(room, world.view, intent) : !isMine(room, merged)) return undefined
  if (dryRun) {
    const message = `The merge ${seen} of operation ${intent.operation} would be recorded, and its deployment started.`
    return { ...about, outcome: 'planned', reason: 'done', message }
  }
  if (merged === undefined && !(await recordMerge(room, intent, seen))) return undefined
  const next = { workflow: workflows.deploy, inputs: { environment: environment.name } }
  await host.forge.dispatch(next.workflow, next.inputs)
  const message = `The merge ${seen} of operation ${intent.operation} is recorded; its deployment is started.`
  return { ...about, outcome: 'merged', reason: 'done', message, next: [next] }
}

function hasBegun(view: LedgerView, { environment, operation }: RecordOf<'intent'>): boolean {
  return view.of('deployment', environment).some((each) => each.operation === operation)
}

/** Whether another run that merged it is about to go on by itself. */
async function isAtWork({ host }: Room, view: LedgerView, intent: RecordOf<'intent'>): Promise<boolean> {
  const lease = currentLease(view, intent.environment)
  const run = lease?.operation === intent.operation && lease.action !== 'yield' ? lease.by.run : undefined
  if (run === undefined || run.id === host.actor.run?.id) return false
  return (await host.forge.runState(run.id, run.attempt)) === 'running'
}

/** Recorded by this run, perhaps in an attempt that was cut off before it started the deployment. */
function isMine({ host }: Room, merged: RecordOf<'merged'>): boolean {
  return merged.by.run?.id === host.actor.run?.id
}

/** Decided on the newest ledger: of several runs that saw the merge one records it. Answers whether it was this one. */
async function recordMerge({ host }: Room, { environment, operation }: RecordOf<'intent'>, commit: Oid): Promise<boolean> {
  let mine = false
  await host.ledger.append((newest) => {
    const view = viewHistory(newest)
    mine = !view.of('merged', environment).some((each) => each.operation === operation)
    if (!mine) return []
    const lease = currentLease(view, environment)
    const entries: NewEntry[] = [{ kind: 'merged', key: `merged:${operation}`, operation, environment, commit }]
    if (lease?.operation === operation) entries.push(leaseEntry('yield', environment, operation, lease.fence, host.clock.now()))
    return entries
  })
  return mine
}

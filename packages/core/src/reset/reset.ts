import { StagecoachError } from '../error.ts'
import { leaseEntry } from '../ledger/claim-lease.ts'
import { viewHistory, type LedgerView } from '../ledger/history.ts'
import { currentLease } from '../ledger/lease.ts'
import { openPause } from '../ledger/pause.ts'
import type { NewEntry } from '../ledger/record.ts'
import { resetRecord } from '../ledger/resets.ts'
import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { environmentOf, readWorld } from '../world.ts'
import { planReset, type CarriedOn, type ResetPlan, type ResetRequest } from './plan-reset.ts'
import { closeProposal } from './close-proposal.ts'
import { proposeReset } from './propose-reset.ts'
import { renderReset, resetLines } from './render-reset.ts'

/** Rebuilds an environment as production plus chosen packages: plans and rehearses, pauses the environment, and opens a pull request whose merge is exactly the planned tree.
 *  Its gate merges it, and the deployment after it makes the databases anew. The same request again carries on what an earlier run began.
 *  @throws StagecoachError `environment-unknown`, `package-missing`, `lease-held`, `push-refused`, … */
export async function reset(room: Room, request: ResetRequest): Promise<Result> {
  const world = await readWorld(room)
  const environment = environmentOf(room, request.environment)
  const planned = await planReset(room, world, environment, request)
  switch (planned.kind) {
    case 'refused':
      return planned.result
    case 'done':
      return done(planned.plan, planned.at)
    case 'carried-on':
      return request.dryRun === true ? describeCarriedOn(planned) : carryOn(room, planned)
    case 'planned': {
      const { plan } = planned
      if (request.dryRun === true) return describe(plan)
      for (const line of resetLines(plan)) room.host.progress(line)
      return begin(room, plan)
    }
  }
}

/** From this record on the environment is paused. What had failed there ends with it, in the same append. */
async function begin(room: Room, plan: ResetPlan): Promise<Result> {
  const { host } = room
  const { environment, entry, unfinished } = plan
  await host.ledger.append((newest) => beginEntries(viewHistory(newest), plan, host.clock.now()))
  const before = unfinished.reset
  if (before !== undefined && before.operation !== entry.operation) await closeProposal(room, before)
  return proposeReset(room, environment, entry, renderReset(plan))
}

function beginEntries(view: LedgerView, { environment: { name }, entry, unfinished }: ResetPlan, now: Date): NewEntry[] {
  const before = unfinished.reset
  const pause = openPause(view, name)
  const known = view.of('reset', name).findLast((each) => each.operation === entry.operation)
  if (pause?.operation === entry.operation && known?.tip === entry.tip) return []
  const lease = currentLease(view, name)
  const fence = unfinished.kind === 'failed' ? unfinished.fence : undefined
  if (lease?.fence !== fence) throw moved(name, lease?.operation)
  const expected = pause?.kind === 'rollback' && unfinished.kind === 'failed' ? unfinished.operation : before?.operation
  if (pause?.operation !== expected) throw moved(name, pause?.operation)
  const once = String(view.of('reset', name).length)
  return [
    ...(before === undefined || before.operation === entry.operation ? [] : [resetRecord(before, 'withdrawn', once)]),
    ...(lease === undefined ? [] : [leaseEntry('release', name, lease.operation, lease.fence, now)]),
    resetRecord(entry, 'planned', once),
  ]
}

function moved(environment: string, operation: string | undefined): StagecoachError {
  const what = operation === undefined ? 'another run' : `operation ${operation}`
  return new StagecoachError('lease-held', `${environment} was taken by ${what} while the reset was planned.`, {
    hint: 'Run the reset again: it plans anew.',
  })
}

async function carryOn(room: Room, { environment, reset: open, stage }: CarriedOn): Promise<Result> {
  if (stage === 'proposed') return proposeReset(room, environment, open)
  const gate = { workflow: workflows.gate, inputs: { 'pull-request': String(open.proposal?.pullRequest) } }
  const next = stage === 'merged' ? { workflow: workflows.deploy, inputs: { environment: environment.name } } : gate
  await room.host.forge.dispatch(next.workflow, next.inputs)
  return { ...describeCarriedOn({ environment, reset: open, stage }), outcome: 'unchanged', next: [next] }
}

const words: Record<CarriedOn['stage'], string> = {
  proposed: 'is under way; it goes on where it was',
  'merged-by-hand': 'was merged by hand; its gate looks at it',
  merged: 'is merged; its deployment goes on',
}

function describeCarriedOn({ environment, reset: open, stage }: Omit<CarriedOn, 'kind'>): Result {
  const { operation, packages, proposal } = open
  const failed = stage === 'merged' && open.state === 'failed'
  const message = `This reset of ${environment.name} ${failed ? 'is merged; its deployment failed, and is tried again' : words[stage]}.`
  return {
    schema: 1,
    outcome: 'planned',
    reason: 'done',
    message,
    environment: environment.name,
    operation,
    packages: packages.map((each) => each.name),
    ...(proposal === undefined ? {} : { pullRequest: proposal.pullRequest }),
  }
}

function describe(plan: ResetPlan): Result {
  return { ...about(plan), outcome: 'planned', reason: 'done', message: resetLines(plan).join('\n') }
}

function done(plan: Pick<ResetPlan, 'environment' | 'entry'>, at: string): Result {
  const message = `${plan.environment.name} was reset to this at ${at}, and nothing was deployed since.`
  const advice = ['To make its databases anew all the same, ask for it `again`.']
  return { ...about(plan), outcome: 'unchanged', reason: 'nothing-to-do', message, advice }
}

function about({ environment, entry }: Pick<ResetPlan, 'environment' | 'entry'>): Pick<
  Result,
  'schema' | 'environment' | 'operation' | 'packages' | 'shas'
> & {
  schema: 1
} {
  const packages = entry.packages.map((each) => each.name)
  return { schema: 1, environment: environment.name, operation: entry.operation, packages, shas: { content: entry.content } }
}

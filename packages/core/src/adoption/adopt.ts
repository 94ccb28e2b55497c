import { StagecoachError } from '../error.ts'
import { checkRole, overrulers } from '../gate/check-role.ts'
import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import type { AdoptionPlan, PlannedEnvironment } from './plan-adoption.ts'
import { takeEnvironment } from './take-environment.ts'

export interface Confirmation {
  /** Beginning of the plan's id, when a person names the plan they saw. */
  plan?: string
  reason?: string
}

/** Pure: what the plan comes to before anybody confirmed it. */
export function describePlan({ environments }: AdoptionPlan): Result {
  const stopped = environments.filter(({ state }) => state.kind === 'blocked')
  const open = environments.filter(({ state }) => state.kind === 'first' || state.kind === 'again')
  const names = (all: readonly PlannedEnvironment[]): string => all.map(({ observed }) => observed.environment.name).join(', ')
  const [first] = stopped
  if (first?.state.kind === 'blocked') {
    const advice = stopped.flatMap(({ state }) => (state.kind === 'blocked' ? state.problems : []))
    return {
      schema: 1,
      outcome: 'blocked',
      reason: first.state.reason,
      message: `${names(stopped)} cannot be adopted yet.`,
      advice,
    }
  }
  if (open.length > 0)
    return { schema: 1, outcome: 'planned', reason: 'done', message: `Would adopt ${names(open)}; nothing was changed.` }
  return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message: `${names(environments)}: as recorded.` }
}

/** Records every environment of the plan, in databases and ledger; each by itself, so that a run that was cut off goes on where it stopped.
 *  @throws StagecoachError `role-missing`, `plan-changed`, `reason-missing`, `database-busy`, `lease-held`, `ledger-refused` */
export async function adopt(
  room: Room,
  world: World,
  plan: AdoptionPlan,
  confirmation: Confirmation,
): Promise<{ result: Result; adopted: string[] }> {
  const described = describePlan(plan)
  if (described.outcome !== 'planned') return { result: described, adopted: [] }
  const open = plan.environments.filter(({ state }) => state.kind === 'first' || state.kind === 'again')
  await checkConfirmation(room, plan, open, confirmation)
  const adopted: string[] = []
  for (const each of open) {
    await takeEnvironment(room, world, plan, each, confirmation.reason)
    adopted.push(each.observed.environment.name)
    room.host.progress(`${each.observed.environment.name} is adopted`)
  }
  const advice = [
    'From now on only Stagecoach changes these databases: take the old tool out of deploy commands and application starts.',
  ]
  return {
    result: { schema: 1, outcome: 'recorded', reason: 'done', message: `Adopted ${adopted.join(', ')}.`, advice },
    adopted,
  }
}

async function checkConfirmation(
  { host }: Room,
  plan: AdoptionPlan,
  open: readonly PlannedEnvironment[],
  confirmation: Confirmation,
): Promise<void> {
  if (confirmation.plan !== undefined && !plan.id.startsWith(confirmation.plan)) {
    throw new StagecoachError('plan-changed', `What is found now is plan ${plan.id.slice(0, 12)}, not ${confirmation.plan}.`, {
      hint: 'Nothing was changed. Look at the plan again without --yes.',
    })
  }
  const again = open.filter(({ state }) => state.kind === 'again').map(({ observed }) => observed.environment.name)
  if (again.length > 0 && (confirmation.reason ?? '').trim() === '') {
    throw new StagecoachError('reason-missing', `${again.join(', ')} was changed by other hands since it was recorded.`, {
      hint: 'Give --reason to take it as it is now: it stands in the ledger.',
    })
  }
  await checkRole(host, overrulers, "'adopt'")
}

import { mainDatabase } from '../deployment/load.ts'
import { refuseStrange } from '../deployment/refuse-strange.ts'
import { shownPlan } from '../ledger/rollbacks.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { compareLosses } from './compare-losses.ts'
import { aboutHand, describeMove, describePlan, namesOfMoves } from './describe-plan.ts'
import type { HandRollback } from './hand-rollback.ts'
import { lookAtTargets } from './look-at-targets.ts'
import { digestOfPlan, planByHand, type PlannedByHand } from './plan-by-hand.ts'
import { stateRelease } from './state-release.ts'
import type { RollbackPlan } from './rollback-plan.ts'

/** How long a plan counts as shown. */
const shownFor = 24 * 60 * 60_000

/** The plan as the targets are now; where their secrets are not at hand, what goes and comes alone. Changes nothing. */
export async function previewPlan(
  room: Room,
  world: World,
  hand: HandRollback,
  { allowDataLoss = [] }: { allowDataLoss?: readonly string[] },
): Promise<Result> {
  const planned = await lookAtTargets(room.host, hand.environment, async (main) => {
    const name = mainDatabase(hand.environment)?.name
    if (main !== undefined && name !== undefined)
      await refuseStrange(world.view, hand.environment, name, main, { operation: hand.of })
    return planByHand(room, world, hand, { main })
  })
  const unbuilt = hand.apart !== undefined && (await stateRelease(room, world.view, hand.state)) !== 'there'
  const planning = { schema: 1, outcome: 'planned', reason: 'done', ...aboutHand(hand) } as const
  if (planned === 'no-secret') return unknownPlan(hand)
  const { plan, changed } = planned
  if (plan.kind === 'refused') return refusedPlan(hand, planned)
  const lines = [
    ...describePlan(hand, plan, changed),
    ...(unbuilt ? ['Before it starts, the release of what stays is built.'] : []),
  ]
  const message = `Would return ${goal(hand)} (${plan.kind}).`
  const losses = plan.kind === 'data-losing' ? plan.losses : []
  const about = { ...planning, plan: lines, ...(losses.length === 0 ? {} : { losses }) }
  const difference = compareLosses(losses, allowDataLoss)
  if (difference === undefined) return { ...about, message }
  return { ...about, reason: 'data-loss', message: `${message} ${difference}`, advice: losses.length === 0 ? [] : [howToName] }
}

function unknownPlan(hand: HandRollback): Result {
  return {
    schema: 1,
    outcome: 'planned',
    reason: 'plan-unknown',
    message: `Would return ${goal(hand)}; how its database goes back is not known here.`,
    ...aboutHand(hand),
    plan: [...hand.moves.map(describeMove), ...(hand.leaving ?? [])],
    advice: ['Ask where the secret of its URL is: the rollback workflow with `dry-run`, or with the variable set.'],
  }
}

/** What is said in place of carrying a plan out: it is refused, or loses data and was not shown before, or not exactly its losses were named. A plan that was shown is recorded, and counts for a day while nothing of it changes. */
export async function insteadOf(
  { host }: Pick<Room, 'host'>,
  { view }: Pick<World, 'view'>,
  hand: HandRollback,
  planned: PlannedByHand,
  asked: { reason: string; allowDataLoss?: readonly string[] },
): Promise<Result | undefined> {
  const { plan, changed } = planned
  if (plan.kind === 'refused') return refusedPlan(hand, planned)
  const losses = plan.kind === 'data-losing' ? plan.losses : []
  const difference = compareLosses(losses, asked.allowDataLoss ?? [])
  const shown =
    (plan.kind !== 'data-losing' && plan.kind !== 'snapshot') || (await noteShown({ host }, view, hand, plan, asked.reason))
  const about = { ...aboutHand(hand), plan: describePlan(hand, plan, changed), ...(losses.length === 0 ? {} : { losses }) }
  if (difference !== undefined) {
    const message =
      losses.length === 0
        ? `This rollback asks for no name of what is lost.`
        : `Would return ${goal(hand)}, and data would be lost.`
    return blocked('data-loss', `${message} ${difference} Nothing was changed.`, { ...about, advice: [howToName] })
  }
  if (shown) return undefined
  const lost = plan.kind === 'snapshot' ? `whatever was written since ${plan.snapshot.at}` : 'what was named'
  const message = `Would return ${goal(hand)}, and lose ${lost}. Nothing was changed: a plan that loses data is shown first.`
  const advice = ['The same request again within a day carries it out.']
  return { schema: 1, outcome: 'planned', reason: 'plan-shown', message, ...about, advice }
}

const howToName =
  'Name each loss with `--allow-data-loss` (input `allow-data-loss`, one per line) in the very words of the plan, and nothing else.'

function refusedPlan(hand: HandRollback, { plan, changed }: PlannedByHand): Result {
  const message = `${namesOfMoves(hand.moves)} is not taken out of ${hand.environment.name}: ${plan.why}.`
  return blocked('rollback-refused', message, { ...aboutHand(hand), plan: describePlan(hand, plan, changed) })
}

function goal({ environment, state, apart, moves }: HandRollback): string {
  const what = apart === undefined ? `to the state verified ${state.at}` : `to what it holds without ${namesOfMoves(moves)}`
  return `${environment.name} ${what}`
}

/** @returns whether the plan had been shown before */
async function noteShown(
  { host }: Pick<Room, 'host'>,
  view: World['view'],
  hand: HandRollback,
  plan: Extract<RollbackPlan, { kind: 'data-losing' | 'snapshot' }>,
  reason: string,
): Promise<boolean> {
  const { environment, of } = hand
  const digest = digestOfPlan(hand, plan)
  const before = shownPlan(view, environment.name, digest)
  const now = host.clock.now()
  if (before !== undefined && now.getTime() - Date.parse(before.at) < shownFor) return true
  const shown = {
    kind: 'rollback-plan',
    environment: environment.name,
    of,
    plan: plan.kind,
    digest,
    losses: plan.kind === 'snapshot' ? [] : plan.losses,
    reason,
  } as const
  await host.ledger.append(() => [{ ...shown, key: `rollback-plan:${digest}:${now.toISOString()}` }])
  return false
}

import { appliedNow, changedBy, type ChangedByOperation } from '../deployment/applied.ts'
import { packageOrigin } from '../deployment/load.ts'
import type { OpenTargets } from '../deployment/target.ts'
import { digestOf, type Digest } from '../digest.ts'
import type { LogEntry } from '../ports/database.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { appliedFacts } from './applied-facts.ts'
import { operationsSince } from './find-state.ts'
import { namesOf, type HandRollback } from './hand-rollback.ts'
import { laterData } from './later-data.ts'
import { stateRelease } from './state-release.ts'
import { planRollback, type RollbackPlan } from './rollback-plan.ts'
import { objectsOn, standsOn } from './stands-on.ts'
import { findSnapshot } from './usable-snapshot.ts'

export interface PlannedByHand {
  plan: RollbackPlan
  changed: ChangedByOperation
  /** Operations whose migrations go. */
  touched: string[]
}

/** Looks at the targets and decides how they go back; changes nothing. */
export async function planByHand(
  room: Room,
  world: World,
  hand: HandRollback,
  { main }: Pick<OpenTargets, 'main'>,
): Promise<PlannedByHand> {
  const { host } = room
  const log = main === undefined ? [] : await main.log()
  const touched = touchedBy(world, hand, log)
  const names = namesOf(hand.moves)
  const changed = changedBy(log, touched, names)
  const steps = new Set(
    log.filter((row) => names.has(row.package) && touched.includes(row.operation)).map((row) => row.operation),
  )
  const facts = await appliedFacts(room, world, hand.environment.name, changed, hand.moves, steps.size)
  const snapshot = hand.apart === undefined ? await findSnapshot(hand.environment, main, log, [hand.of, ...hand.and]) : undefined
  const plan = planRollback({
    predecessor: true,
    // One that is not there yet is built before anything starts.
    release: hand.apart === undefined ? await stateRelease(room, world.view, hand.state) : 'there',
    ...facts,
    laterData: await laterData({ main }, changed.applied, { origin: packageOrigin(host) }),
    unfinished: (await main?.unfinished(touched)) ?? [],
    ...(snapshot === undefined ? {} : { snapshot }),
    standing:
      hand.apart === undefined
        ? []
        : [...(await standsOn(host, log, changed.applied)), ...(await objectsOn(room, hand.state, changed.applied))],
    automatic: false,
    earlierAutomatic: 0,
    ofRollback: false,
  })
  return { plan, changed, touched }
}

/** A package that leaves from among others takes all with it that its versions ran, whichever operation that was. */
function touchedBy({ view }: World, { environment, of, and, moves, apart }: HandRollback, log: readonly LogEntry[]): string[] {
  if (apart === undefined) return [of, ...and]
  if (moves[0].to !== undefined && apart.before !== undefined) return operationsSince(view, environment.name, apart.before)
  const names = namesOf(moves)
  const rows = appliedNow(log).filter((row) => names.has(row.package))
  return [...new Set(rows.map((row) => row.operation))]
}

/** The same plan for the same state of ledger and targets: what was shown is what is carried out. */
export function digestOfPlan({ environment, of, and, moves, state }: HandRollback, plan: RollbackPlan): Digest {
  const moved = moves.map(({ package: pkg, to }) => ({ package: pkg.digest, to: to?.digest ?? '' }))
  const { kind, losses, stays } = { losses: [], stays: false, ...plan }
  const shown = { environment: environment.name, of, and, moved, content: state.content, kind, losses: [...losses], stays }
  return digestOf(plan.kind === 'snapshot' ? { ...shown, snapshot: { ...plan.snapshot } } : shown)
}

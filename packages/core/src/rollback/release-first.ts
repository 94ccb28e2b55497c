import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { pushApart } from './apart-state.ts'
import { aboutHand, describeMove } from './describe-plan.ts'
import { rollbackOperation, type HandRollback } from './hand-rollback.ts'
import { stateRelease } from './state-release.ts'

/** A state that was never deployed may have no release yet: it is built and stored by jobs of the same workflow, from the branch that later repairs the environment. Undefined when there is nothing to build.
 *  @throws StagecoachError `push-refused`, `release-tampered` */
export async function releaseFirst(room: Room, world: World, hand: HandRollback): Promise<Result | undefined> {
  const { apart, state, of, moves, environment } = hand
  if (apart === undefined || (await stateRelease(room, world.view, state)) === 'there') return undefined
  await pushApart(room, world, hand, rollbackOperation(of))
  const [{ package: pkg }] = moves
  const message = `What ${environment.name} holds without ${pkg.name} was never built: its release comes first. Nothing was changed.`
  return blocked('release-missing', message, {
    ...aboutHand(hand),
    plan: moves.map(describeMove),
    releases: [{ environment: environment.name, package: pkg.name, content: state.content, head: state.commit }],
    advice: ['The jobs of the rollback workflow build and store it: start that, or ask for the same again once it is there.'],
  })
}

import type { Stage } from '../stage/stage.ts'
import { act, bringLoyaltyToProduction } from './moves.ts'
import { readOut } from './show.ts'

/** Nothing failed, and people want production as it was: a person looks at the plan, and starts it. */
export async function rolledBackByHand(stage: Stage): Promise<void> {
  const reason = 'customers see points that they do not have'
  stage.say('12. support calls: production goes back to its previous state')
  await readOut(stage, 'maya', ['rollback', 'production', '--to', 'previous', '--reason', reason, '--dry-run'])
  stage.say('maya starts it')
  await stage.rest('maya').dispatch('stagecoach-rollback.yml', { environment: 'production', to: 'previous', reason })
  await stage.settle()
}

/** The points were right: the hold is lifted, and the same package goes forward again. */
export async function forwardAgain(stage: Stage): Promise<void> {
  const about = { environment: 'production', package: 'loyalty' }
  await act(stage, 'maya', { act: 'release', ...about, reason: 'the points were right, a page of the help was wrong' })
  await bringLoyaltyToProduction(stage)
}

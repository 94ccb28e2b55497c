import type { Stage } from '../stage/stage.ts'
import { resolve } from './moves.ts'
import { readOut } from './show.ts'

export async function loyaltyJoins(stage: Stage): Promise<void> {
  stage.say('ada pushes loyalty, which changes a line that search changed')
  await stage.push('loyalty')
  await resolve(stage, 'ada', 'integration', 'loyalty')
}

/** The business has another idea: loyalty is cancelled and must leave integration, database included. */
export async function loyaltyIsCancelled(stage: Stage): Promise<string> {
  stage.say('9. loyalty is cancelled: maya looks at the plan of a reset to production and search')
  const plan = await readOut(stage, 'maya', ['reset', 'integration', 'search', '--dry-run'])
  stage.say('and starts it')
  const inputs = { environment: 'integration', packages: 'search', reason: 'loyalty is cancelled' }
  await stage.rest('maya').dispatch('stagecoach-reset.yml', inputs)
  await stage.settle()
  return plan
}

/** A year later, or an hour: with one more commit it comes back whole. */
export async function loyaltyReturns(stage: Stage): Promise<void> {
  stage.say('loyalty returns with one more commit; what ada decided about the common line still counts')
  await stage.push('loyalty.v2')
}

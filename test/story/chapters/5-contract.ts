import type { Stage } from '../stage/stage.ts'
import { act, approve, askForPromotion, bringLoyaltyToProduction, bringToQa, startChecks } from './moves.ts'

/** drop-legacy-codes takes structures away: it wants an acknowledgement and two approvals, and an approval of another effect is void. */
export async function contractIsAsked(stage: Stage): Promise<void> {
  stage.say('5. grace pushes drop-legacy-codes')
  await stage.push('drop-legacy-codes')
  await bringToQa(stage, 'drop-legacy-codes')
  stage.advance('61m')
  await askForPromotion(stage, 'maya', 'production', 'drop-legacy-codes')
  await approve(stage, 'production', 'drop-legacy-codes', ['dora'])
  stage.say('grace pushes one more statement: what dora approved is not what would run')
  await stage.push('drop-legacy-codes.v2')
  await bringToQa(stage, 'drop-legacy-codes')
  stage.advance('61m')
  await askForPromotion(stage, 'maya', 'production', 'drop-legacy-codes')
  await startChecks(stage, 'maya', 'production', 'drop-legacy-codes')
  await act(stage, 'dora', {
    act: 'acknowledge',
    environment: 'production',
    package: 'drop-legacy-codes',
    reason: 'nothing has read the till codes since spring',
  })
  await approve(stage, 'production', 'drop-legacy-codes', ['dora'])
}

/** A neighbour's merge leaves the approval standing; then the year ends, and the freeze holds everything. */
export async function neighbourAndFreeze(stage: Stage): Promise<void> {
  stage.say('loyalty goes to production, on other paths and objects')
  await bringLoyaltyToProduction(stage)
  stage.say('Christmas: the last approval comes within the freeze')
  stage.simulator.clock.advanceTo('2026-12-21T09:00:00Z')
  await startChecks(stage, 'maya', 'production', 'drop-legacy-codes')
  await approve(stage, 'production', 'drop-legacy-codes', ['dirk'])
}

export async function freezeEnds(stage: Stage): Promise<void> {
  stage.simulator.clock.advanceTo('2027-01-03T00:30:00+01:00')
  stage.say('the freeze is over: the sweep looks again')
  await stage.settle()
}

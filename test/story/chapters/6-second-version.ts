import type { Stage } from '../stage/stage.ts'
import { bringToProduction, bringToQa } from './moves.ts'

/** gift-cards gets a second version: one migration more, one file less, in all three environments. */
export async function secondVersion(stage: Stage): Promise<void> {
  stage.say('6. grace pushes the second version of gift-cards')
  await stage.push('gift-cards.v2')
  await bringToQa(stage, 'gift-cards')
  await bringToProduction(stage, 'gift-cards')
}

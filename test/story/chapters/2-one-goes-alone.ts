import type { Stage } from '../stage/stage.ts'
import { askForPromotion, bringToProduction, bringToQa } from './moves.ts'

/** gift-cards overtakes loyalty up to production; loyalty-tiers, which needs loyalty's table, is refused in qa. */
export async function oneGoesAlone(stage: Stage): Promise<void> {
  stage.say('2. gift-cards goes on alone')
  await bringToQa(stage, 'gift-cards')
  await bringToProduction(stage, 'gift-cards')
  stage.say('ada pushes loyalty-tiers, which says nothing of loyalty and needs its table')
  await stage.push('loyalty-tiers')
  await askForPromotion(stage, 'maya', 'qa', 'loyalty-tiers')
  stage.say('refused: the run of stagecoach-promote.yml names loyalty_account')
}

import type { Stage } from '../stage/stage.ts'
import { askForPromotion, bringToProduction, bringToQa } from './moves.ts'

/** gift-cards overtakes loyalty up to production; loyalty-tiers, which needs loyalty's table, is refused in qa. */
export async function oneGoesAlone(stage: Stage): Promise<void> {
  stage.say('2. gift-cards goes on alone')
  stage.say('meanwhile ada pushes loyalty-tiers, which says nothing of loyalty and needs its table')
  await Promise.all([bringToQa(stage, 'gift-cards'), stage.push('loyalty-tiers')])
  await bringToProduction(stage, 'gift-cards')
  await askForPromotion(stage, 'maya', 'qa', 'loyalty-tiers')
  stage.say('refused: the run of stagecoach-promote.yml names loyalty_account')
}

import type { Stage } from '../stage/stage.ts'
import { bringToQa } from './moves.ts'

/** price-rounding passes in integration, fails its shakedown on qa's real rows, is taken back and held; its repaired version passes. */
export async function rolledBack(stage: Stage): Promise<void> {
  stage.say('4. ada pushes price-rounding')
  await stage.push('price-rounding')
  await bringToQa(stage, 'price-rounding')
  stage.say('its shakedown failed in qa: rolled back, held, and the branch repaired by a rollback/… pull request')
}

export async function repaired(stage: Stage): Promise<void> {
  stage.say('ada pushes the repaired price-rounding')
  await stage.push('price-rounding.v2')
  await bringToQa(stage, 'price-rounding')
}

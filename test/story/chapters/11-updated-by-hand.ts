import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { shopFolder } from '../features/read-feature.ts'
import type { Stage } from '../stage/stage.ts'
import { approveBranch, bringLoyaltyToProduction, bringToQa } from './moves.ts'

/** Somebody raises the shop's Node on main, by hand and past Stagecoach. It is deployed with the next promotion there, and comes down to the others. */
export async function updatedByHand(stage: Stage): Promise<void> {
  stage.simulator.clock.advanceTo('2027-01-04T08:00:00Z')
  stage.say('11. January: dirk pushes a dependency update to main, by hand')
  const manifest = await readFile(join(shopFolder, 'package.json'), 'utf8')
  const dirk = await stage.clone('dirk')
  await dirk.pushFiles('main', new Map([['package.json', manifest.replace('">=20"', '">=22"')]]), 'Raise Node to 22')
  await stage.settle()
  stage.say('loyalty goes on, and its deployment to production brings the update along')
  await bringToQa(stage, 'loyalty')
  await bringLoyaltyToProduction(stage)
  stage.say('what dirk did comes down: integration takes it, qa wants one approval')
  await approveBranch(stage, 'dora', 'sync/qa')
}

import { join } from 'node:path'
import { featuresFolder } from '../features/read-feature.ts'
import type { Stage } from '../stage/stage.ts'
import { bringToProduction, bringToQa } from './moves.ts'

/** gift-cards is in production, search is tried in integration, and loyalty joins it there on the same line. */
export async function featuresAreTried(stage: Stage): Promise<void> {
  stage.say('9. gift-cards is in production; linus tries search in integration')
  await stage.push('gift-cards', 'search')
  await bringToQa(stage, 'gift-cards')
  await bringToProduction(stage, 'gift-cards')
}

export async function loyaltyJoins(stage: Stage): Promise<void> {
  stage.say('ada pushes loyalty, which changes a line that search changed')
  await stage.push('loyalty')
  const pull = await stage.promotion('integration', 'loyalty')
  if (pull === undefined) throw new Error('The conflicting promotion of loyalty has no pull request.')
  const resolved = join(featuresFolder, 'search/resolution/src/product-page.js')
  const result = await stage.cli('ada', ['resolve', String(pull.number), '--take', `${resolved}=src/product-page.js`])
  if (result.code !== 0) throw new Error(`stagecoach resolve ended ${result.code}: ${result.stderr}`)
  await stage.settle()
}

/** The business has another idea: loyalty is cancelled and must leave integration, database included. */
export async function loyaltyIsCancelled(stage: Stage): Promise<string> {
  stage.say('loyalty is cancelled: maya looks at the plan of a reset to production and search')
  const { code, stdout, stderr } = await stage.cli('maya', ['reset', 'integration', 'search', '--dry-run'])
  if (code !== 0) throw new Error(`stagecoach reset ended ${code}: ${stderr}`)
  for (const line of stdout.trimEnd().split('\n')) stage.say(`   ${line}`)
  stage.say('and starts it')
  const inputs = { environment: 'integration', packages: 'search', reason: 'loyalty is cancelled' }
  await stage.rest('maya').dispatch('stagecoach-reset.yml', inputs)
  await stage.settle()
  return stdout
}

/** A year later, or an hour: with one more commit it comes back whole. */
export async function loyaltyReturns(stage: Stage): Promise<void> {
  stage.say('loyalty returns with one more commit; what ada decided about the common line still counts')
  await stage.push('loyalty.v2')
}

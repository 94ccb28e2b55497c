import { join } from 'node:path'
import { featuresFolder } from '../features/read-feature.ts'
import type { Stage } from '../stage/stage.ts'
import { bringToQa } from './moves.ts'

/** search and loyalty change the same line: a person decides once, in integration, and is not asked again in qa. */
export async function sameLines(stage: Stage): Promise<void> {
  stage.say('3. linus pushes search, which changes a line that loyalty changed')
  stage.say('meanwhile loyalty goes to qa')
  await Promise.all([stage.push('search'), bringToQa(stage, 'loyalty')])
  const pull = await stage.promotion('integration', 'search')
  if (pull === undefined) throw new Error('The conflicting promotion of search has no pull request.')
  stage.say(`#${pull.number} is ${pull.draft ? 'a draft' : 'open'}; linus runs stagecoach resolve`)
  const resolved = join(featuresFolder, 'search/resolution/src/product-page.js')
  const result = await stage.cli('linus', ['resolve', String(pull.number), '--take', `${resolved}=src/product-page.js`])
  if (result.code !== 0) throw new Error(`stagecoach resolve ended ${result.code}: ${result.stderr}`)
  await stage.settle()
  stage.say('search goes to qa after loyalty, without another question')
  await bringToQa(stage, 'search')
}

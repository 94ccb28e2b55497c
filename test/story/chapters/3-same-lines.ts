import type { Stage } from '../stage/stage.ts'
import { bringToQa, resolve } from './moves.ts'

/** search and loyalty change the same line: a person decides once, in integration, and is not asked again in qa. */
export async function sameLines(stage: Stage): Promise<void> {
  stage.say('3. linus pushes search, which changes a line that loyalty changed')
  stage.say('meanwhile loyalty goes to qa')
  await Promise.all([stage.push('search'), bringToQa(stage, 'loyalty')])
  await resolve(stage, 'linus', 'integration', 'search')
  stage.say('search goes to qa after loyalty, without another question')
  await bringToQa(stage, 'search')
}

import { bringInFlyway, migrate } from '../stage/flyway-shop.ts'
import type { Stage } from '../stage/stage.ts'
import { readOut } from './show.ts'

/** A shop that flyway migrated forty times in three environments is looked at, made even where people want it, and adopted. */
export async function adopted(stage: Stage): Promise<void> {
  stage.say('8. the shop has lived with flyway: 40 migrations, and nobody knows whether the environments are the same')
  const files = await bringInFlyway(stage)
  await readOut(stage, 'maya', ['adopt'])
  stage.say('qa lacks the fortieth: linus lets flyway run it there, and the index that somebody made in production stays')
  const newest = files.at(-1)
  if (newest !== undefined) await migrate(stage, 'qa', newest)
  await readOut(stage, 'maya', ['adopt', '--yes'])
}

/** The next feature just works. */
export async function lifeGoesOn(stage: Stage): Promise<void> {
  stage.say('the next feature: linus pushes search')
  await stage.push('search')
}

import type { ObjectDefinition } from '@stagecoach/core'
import type { Session } from '../engine/session.ts'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import { savepoint } from '../engine/savepoint.ts'
import type { KnownObject } from './known-objects.ts'
import { liveDefinitions } from './live-definitions.ts'
import { replaceStatement } from './object-statements.ts'

/**
 * Three-way comparison: what we made (base), what is there (live), what is wanted. Live differs from base: somebody was there. Only
 * when the wanted definition gives exactly what is there already (they did by hand what the file now says) nothing is lost.
 */
export async function changedByHand(
  session: Session,
  wanted: readonly ObjectDefinition[],
  known: readonly KnownObject[],
  live: ReadonlyMap<string, string>,
): Promise<string[]> {
  const names: string[] = []
  for (const object of known) {
    const now = live.get(object.name)
    if (now === undefined || now === object.base) continue
    const definition = wanted.find((each) => each.name === object.name)
    if (definition === undefined || (await resultOf(session, definition)) !== now) names.push(object.name)
  }
  return names
}

/** What a definition would make of the object; undefined when it cannot simply replace it. Leaves nothing behind. */
async function resultOf(session: Session, definition: ObjectDefinition): Promise<string | undefined> {
  try {
    return await savepoint(session, 'undo', async () => {
      await session.exec(replaceStatement(definition))
      return (await liveDefinitions(session, [definition])).get(definition.name)
    })
  } catch (error) {
    if (error instanceof SqlTrouble) return undefined
    throw error
  }
}

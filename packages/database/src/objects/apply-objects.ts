import { StagecoachError, type ObjectDefinition, type ObjectsApplied, type StepContext } from '@stagecoach/core'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import { guarded } from '../runner/guarded.ts'
import { withoutValues } from '../runner/script-failure.ts'
import type { Workbench } from '../runner/workbench.ts'
import { forgetObjects, knownObjects, rememberObjects, type KnownObject } from './known-objects.ts'
import { liveDefinitions } from './live-definitions.ts'
import { dropAbsent, replaceObjects, type Rebuild } from './rebuild-objects.ts'
import { changedByHand } from './changed-by-hand.ts'

/**
 * Brings programmable objects to exactly this set, in one transaction: all or nothing. Unchanged ones are not touched. Errors:
 * `objects-changed-by-hand`, `object-failed`, `fenced`.
 */
export async function applyObjects(
  bench: Workbench,
  wanted: readonly ObjectDefinition[],
  context: StepContext,
): Promise<ObjectsApplied> {
  const { session } = bench
  await session.reset()
  try {
    return await guarded(bench, context, async () => {
      const known = await knownObjects(session)
      const live = await liveDefinitions(session, [...known, ...wanted])
      const byHand = await changedByHand(session, wanted, known, live)
      if (byHand.length > 0) throw handMade(byHand)
      const rebuild: Rebuild = {
        session,
        wanted,
        known,
        pending: pendingObjects(wanted, known, live),
        replaced: new Set(),
        dropped: new Set(),
        hanging: new Map(),
        indexes: new Map(),
      }
      await replaceObjects(rebuild)
      await dropAbsent(rebuild)
      await remember(bench, rebuild, context)
      return { replaced: [...rebuild.replaced], dropped: [...rebuild.dropped] }
    })
  } catch (error) {
    throw error instanceof SqlTrouble ? objectsFailed(error, context) : error
  } finally {
    await session.reset().catch(() => undefined)
  }
}

/** New, edited, or gone from the database (a migration dropped it to change what lies below). */
function pendingObjects(
  wanted: readonly ObjectDefinition[],
  known: readonly KnownObject[],
  live: ReadonlyMap<string, string>,
): Set<string> {
  const before = new Map(known.map((object) => [object.name, object]))
  const isCurrent = (object: ObjectDefinition): boolean => {
    const last = before.get(object.name)
    return last?.checksum === object.checksum && last.kind === object.kind && live.has(object.name)
  }
  return new Set(wanted.filter((object) => !isCurrent(object)).map((object) => object.name))
}

async function remember({ session }: Workbench, { wanted, known, indexes }: Rebuild, context: StepContext): Promise<void> {
  const live = await liveDefinitions(session, wanted)
  const states = wanted.map((object) => {
    const made = indexes.get(object.name)
    return { object, base: live.get(object.name) ?? '', ...(made !== undefined && { indexes: made }) }
  })
  await rememberObjects(session, states, context)
  const names = new Set(wanted.map((object) => object.name))
  await forgetObjects(
    session,
    known.flatMap(({ name }) => (names.has(name) ? [] : [name])),
  )
}

function handMade(names: readonly string[]): StagecoachError {
  return new StagecoachError(
    'objects-changed-by-hand',
    `Someone changed programmable objects in the database since Stagecoach last made them: ${names.join(', ')}.`,
    { hint: 'Bring the change into the objects folder, or put the old definition back; overwriting it would lose it silently.' },
  )
}

function objectsFailed(trouble: SqlTrouble, context: StepContext): StagecoachError {
  const message = withoutValues(trouble.message, context.config)
  return new StagecoachError('object-failed', `Programmable objects cannot be brought in: ${message} [${trouble.sqlstate}]`, {
    hint: 'Nothing of them was changed. Correct the definition, or drop what depends on it in a migration.',
    cause: new SqlTrouble(trouble.sqlstate, message),
  })
}

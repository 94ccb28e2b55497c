import { StagecoachError, type ObjectDefinition } from '@stagecoach/core'
import { savepoint } from '../engine/savepoint.ts'
import type { Session } from '../engine/session.ts'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import { managedDependents } from './dependents.ts'
import type { KnownObject } from './known-objects.ts'
import { locateObjects, type ObjectName } from './live-definitions.ts'
import { createStatement, dropStatement, replaceStatement } from './object-statements.ts'
import { ownerBack, partsBack, saidBack, type PutBack } from './put-back.ts'
import { whatHangs, type Hanging } from './what-hangs.ts'

/** A run over the set. `pending` are the names that still have to be made. */
export interface Rebuild {
  session: Session
  wanted: readonly ObjectDefinition[]
  known: readonly KnownObject[]
  pending: Set<string>
  replaced: Set<string>
  dropped: Set<string>
  /** Of those that had to be dropped: what hung on them. */
  hanging: Map<string, Hanging>
  /** Of the materialized views made in this run: the indexes that their definitions made. */
  indexes: Map<string, string[]>
}

/**
 * PostgreSQL refuses to replace: a view's columns dropped or retyped (42P16), a function's result or parameter names changed (42P13),
 * a constraint trigger (0A000), another kind of relation or routine under that name (42809).
 */
const NOT_REPLACEABLE = new Set(['42P16', '42P13', '0A000', '42809'])

/** Makes what is pending, in dependency order; whatever has to be dropped on the way becomes pending and is made again. */
export async function replaceObjects(rebuild: Rebuild): Promise<void> {
  while (rebuild.pending.size > 0) {
    const next = rebuild.wanted.find((object) => rebuild.pending.has(object.name))
    if (next === undefined) return
    await make(rebuild, next)
    rebuild.pending.delete(next.name)
    rebuild.replaced.add(next.name)
  }
}

/** Drops what earlier operations made and the set does not hold any more; last made first. */
export async function dropAbsent(rebuild: Rebuild): Promise<void> {
  const { session, wanted, known, dropped } = rebuild
  const names = new Set(wanted.map((object) => object.name))
  const absent = known.filter((object) => !names.has(object.name)).reverse()
  const there = await locateObjects(session, absent)
  for (const object of absent) {
    if (there.has(object.name) && !dropped.has(object.name)) await dropWithDependents(rebuild, object)
  }
  // What had to go with them and is still wanted comes again.
  await replaceObjects(rebuild)
}

async function make(rebuild: Rebuild, object: ObjectDefinition): Promise<void> {
  const { session, known } = rebuild
  const before = known.find((each) => each.name === object.name)
  if (before !== undefined && before.kind !== object.kind) await dropWithDependents(rebuild, before)
  if (object.kind === 'materialized-view') await dropWithDependents(rebuild, object)
  if (rebuild.hanging.has(object.name)) return makeAgain(rebuild, object)
  try {
    await savepoint(session, 'keep', () => session.exec(replaceStatement(object)))
    await noteIndexes(rebuild, object)
  } catch (error) {
    if (!(error instanceof SqlTrouble)) throw error
    if (!NOT_REPLACEABLE.has(error.sqlstate)) throw failed(object, error)
    await dropWithDependents(rebuild, object)
    await makeAgain(rebuild, object)
  }
}

/** Managed dependants go first, farthest first, and are made again when they are wanted; others make PostgreSQL refuse, naming them. */
async function dropWithDependents(rebuild: Rebuild, object: ObjectName): Promise<void> {
  const { session, wanted, known } = rebuild
  const order = [...known.filter((each) => !wanted.some((other) => other.name === each.name)), ...wanted]
  const chain = await managedDependents(session, object, order)
  for (const each of [...chain].reverse()) await drop(rebuild, each)
  await drop(rebuild, object)
}

async function drop(rebuild: Rebuild, object: ObjectName): Promise<void> {
  await noteHanging(rebuild, object)
  await run(rebuild.session, object, dropStatement(object))
  if (rebuild.wanted.some((each) => each.name === object.name)) rebuild.pending.add(object.name)
  else rebuild.dropped.add(object.name)
}

/** What its own definition makes, and triggers that are definitions of their own, come by those. */
async function noteHanging(rebuild: Rebuild, object: ObjectName): Promise<void> {
  const { session, known, wanted } = rebuild
  const hanging = await readHanging(session, object)
  if (hanging === undefined || !wanted.some((each) => each.name === object.name)) return
  const own = rebuild.indexes.get(object.name) ?? known.find((each) => each.name === object.name)?.indexes ?? []
  const managed = [...known, ...wanted].filter((each) => each.kind === 'trigger').map((each) => each.name)
  const parts = hanging.parts.filter(
    ({ kind, name }) => !(kind === 'index' && own.includes(name)) && !(kind === 'trigger' && managed.includes(name)),
  )
  rebuild.hanging.set(object.name, { ...hanging, parts })
}

async function noteIndexes({ session, indexes }: Rebuild, object: ObjectDefinition): Promise<void> {
  if (object.kind !== 'materialized-view') return
  const parts = (await readHanging(session, object))?.parts ?? []
  indexes.set(
    object.name,
    parts.filter((part) => part.kind === 'index').map((part) => part.name),
  )
}

async function readHanging(session: Session, object: ObjectName): Promise<Hanging | undefined> {
  const oid = (await locateObjects(session, [object])).get(object.name)
  return oid === undefined ? undefined : whatHangs(session, object, oid)
}

/** As if it had been replaced: with owner, rights, comments and all that hung on it; what its file says comes last and counts. */
async function makeAgain(rebuild: Rebuild, object: ObjectDefinition): Promise<void> {
  const { session, hanging } = rebuild
  const before = hanging.get(object.name)
  await run(session, object, createStatement(object))
  const put = async (back: (now: Hanging, before: Hanging) => PutBack[]): Promise<void> => {
    const now = await readHanging(session, object)
    if (before !== undefined && now !== undefined) for (const each of back(now, before)) await putBack(session, object, each)
  }
  await put((now, then) => ownerBack(object, now, then))
  await put((now, then) => saidBack(object, now, then))
  if (object.companions !== '') await run(session, object, object.companions)
  await noteIndexes(rebuild, object)
  await put((now, { parts }) => partsBack(now, parts))
}

async function putBack(session: Session, object: ObjectDefinition, { what, sql }: PutBack): Promise<void> {
  try {
    await session.exec(sql)
  } catch (error) {
    if (!(error instanceof SqlTrouble)) throw error
    throw new StagecoachError(
      'object-failed',
      `Object ${object.name} (${object.path}) has to be dropped and made again, and ${what} cannot be put back: ${error.message} [${error.sqlstate}]`,
      {
        hint: 'Nothing of the objects was changed. Take it away in a migration of the package that changes the object; what is to stay belongs into its file.',
        cause: error,
      },
    )
  }
}

async function run(session: Session, object: ObjectName, sql: string): Promise<void> {
  try {
    await session.exec(sql)
  } catch (error) {
    throw error instanceof SqlTrouble ? failed(object, error) : error
  }
}

function failed(object: ObjectName, trouble: SqlTrouble): StagecoachError {
  const file = 'path' in object && typeof object.path === 'string' ? ` (${object.path})` : ''
  return new StagecoachError(
    'object-failed',
    `Object ${object.name}${file} cannot be made or dropped: ${trouble.message} [${trouble.sqlstate}]`,
    {
      hint: 'Nothing of the objects was changed. Correct the definition, or drop what depends on it in a migration first.',
      cause: trouble,
    },
  )
}

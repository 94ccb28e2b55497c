import type { ObjectDefinition, StepContext } from '@stagecoach/core'
import { text, textOrNothing } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'

/** A programmable object that an earlier operation made. `base` is the hash of what the database held right after. */
export interface KnownObject {
  kind: ObjectDefinition['kind']
  name: string
  checksum: string
  base: string
  /** Of a materialized view: the indexes that its definition made. What it does not say (an old record), nobody knows. */
  indexes?: readonly string[]
}

/** In the order they were made. */
export async function knownObjects(session: Session): Promise<KnownObject[]> {
  const rows = await session.query('select name, kind, checksum, base, indexes from stagecoach.object order by position')
  return rows.map((row) => ({
    name: text(row, 'name'),
    kind: objectKind(text(row, 'kind')),
    checksum: text(row, 'checksum'),
    base: text(row, 'base'),
    ...listed(textOrNothing(row, 'indexes')),
  }))
}

function listed(indexes: string | undefined): Pick<KnownObject, 'indexes'> {
  return indexes === undefined ? {} : { indexes: JSON.parse(indexes) as string[] }
}

const KINDS: readonly ObjectDefinition['kind'][] = ['view', 'materialized-view', 'function', 'procedure', 'trigger', 'other']

function objectKind(value: string): ObjectDefinition['kind'] {
  const kind = KINDS.find((each) => each === value)
  if (kind === undefined) throw new TypeError(`stagecoach.object holds an unknown kind "${value}".`)
  return kind
}

/** What an operation leaves behind of one object. Of one that was not made now, what is known of its indexes stays. */
export type ObjectState = Pick<KnownObject, 'base' | 'indexes'>

/** Writes down all objects, in the order they were made: one statement for however many, since a database may be far away. */
export async function rememberObjects(
  session: Session,
  objects: readonly (ObjectState & { object: ObjectDefinition })[],
  context: StepContext,
): Promise<void> {
  if (objects.length === 0) return
  const rows = objects.map(({ object: { name, kind, path, checksum }, base, indexes }, position) => ({
    ...{ name, kind, path, checksum, base, position },
    ...(indexes !== undefined && { indexes: JSON.stringify(indexes) }),
  }))
  await session.query(
    `insert into stagecoach.object (name, kind, path, checksum, base, position, operation, indexes)
     select name, kind, path, checksum, base, position, $2, indexes
     from jsonb_to_recordset($1::jsonb)
       as o(name text, kind text, path text, checksum text, base text, position integer, indexes text)
     on conflict (name) do update set kind = excluded.kind, path = excluded.path, checksum = excluded.checksum, base = excluded.base,
       position = excluded.position, operation = excluded.operation, at = clock_timestamp(),
       indexes = coalesce(excluded.indexes, object.indexes)
     where (object.kind, object.path, object.checksum, object.base, object.position, object.indexes)
       is distinct from (excluded.kind, excluded.path, excluded.checksum, excluded.base, excluded.position, coalesce(excluded.indexes, object.indexes))`,
    [JSON.stringify(rows), context.operation],
  )
}

export async function forgetObjects(session: Session, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await session.query('delete from stagecoach.object where name in (select jsonb_array_elements_text($1::jsonb))', [
    JSON.stringify(names),
  ])
}

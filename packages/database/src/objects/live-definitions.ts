import type { ObjectDefinition } from '@stagecoach/core'
import { sha256 } from '@stagecoach/core'
import { text, textOrNothing } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { lastPart, ownerOf, quoteIfNeeded, schemaOf } from '../sql/names.ts'

/** What identifies an object in the database. */
export type ObjectName = Pick<ObjectDefinition, 'kind' | 'name'>

/** `("public"."t", "tg")` of a trigger, or the identity that to_regclass and to_regprocedure read. */
export function identityOf({ kind, name }: ObjectName): { identity: string; trigger: string | null } {
  if (kind === 'trigger') return { identity: relationIdentity(ownerOf(name)), trigger: lastPart(name) }
  if (kind === 'function' || kind === 'procedure') {
    const open = name.indexOf('(')
    return { identity: `${relationIdentity(name.slice(0, open))}${name.slice(open)}`, trigger: null }
  }
  return { identity: relationIdentity(name), trigger: null }
}

function relationIdentity(name: string): string {
  return `${quoteIfNeeded(schemaOf(name))}.${quoteIfNeeded(name.slice(name.indexOf('.') + 1))}`
}

const LOCATE = `
  select o->>'name' as name, case
      when o->>'kind' in ('function', 'procedure') then to_regprocedure(o->>'identity')::oid::text
      when o->>'kind' = 'trigger' then
        (select g.oid::text from pg_trigger g where g.tgrelid = to_regclass(o->>'identity') and g.tgname = o->>'trigger')
      else (select c.oid::text from pg_class c where c.oid = to_regclass(o->>'identity') and c.relkind in ('v', 'm')) end as oid
  from jsonb_array_elements($1::jsonb) o`

const DEFINE = `
  select o->>'name' as name, case
      when o->>'kind' in ('function', 'procedure') then pg_get_functiondef((o->>'oid')::oid)
      when o->>'kind' = 'trigger' then pg_get_triggerdef((o->>'oid')::oid)
      else coalesce((select c.reloptions::text from pg_class c where c.oid = (o->>'oid')::oid), '') || pg_get_viewdef((o->>'oid')::oid)
    end as definition
  from jsonb_array_elements($1::jsonb) o`

/** Oids, as text, of the objects that are there. */
export async function locateObjects(session: Session, objects: readonly ObjectName[]): Promise<Map<string, string>> {
  if (objects.length === 0) return new Map()
  const wanted = objects.map((object) => ({ name: object.name, kind: object.kind, ...identityOf(object) }))
  const rows = await session.query(LOCATE, [JSON.stringify(wanted)])
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const oid = textOrNothing(row, 'oid')
      return oid === undefined ? [] : [[text(row, 'name'), oid]]
    }),
  )
}

/** Sha256 of what the database now has under each name; absent objects are left out. Only inside a transaction. */
export async function liveDefinitions(session: Session, objects: readonly ObjectName[]): Promise<Map<string, string>> {
  const found = await locateObjects(session, objects)
  if (found.size === 0) return new Map()
  const there = objects.flatMap(({ name, kind }) => (found.has(name) ? [{ name, kind, oid: found.get(name) }] : []))
  const definitions = await withoutSearchPath(session, () => session.query(DEFINE, [JSON.stringify(there)]))
  return new Map(definitions.map((row) => [text(row, 'name'), sha256(text(row, 'definition'))]))
}

/** Definitions are worded relative to the search path; with none every name is qualified. */
export async function withoutSearchPath<T>(session: Session, read: () => Promise<T>): Promise<T> {
  const [path] = await session.query(`select current_setting('search_path') as path`)
  await session.query(`select set_config('search_path', '', true)`)
  const result = await read()
  await session.query(`select set_config('search_path', $1, true)`, [text(path, 'path')])
  return result
}

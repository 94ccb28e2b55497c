import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { locateObjects, type ObjectName } from './live-definitions.ts'

/** Everything that hangs on an object, however far: a view through its rewrite rule, a function through a view's row type, triggers. */
const DEPENDENTS = `
  with recursive chain (class, object) as (
    select $1::text::regclass::oid, $2::text::oid
    union
    select case when r.oid is null then d.classid else 'pg_class'::regclass::oid end, coalesce(r.ev_class, d.objid)
    from chain join pg_depend d on d.refclassid = chain.class and d.refobjid = chain.object and d.deptype in ('n', 'a', 'i')
      left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid)
  select class::regclass::text || ' ' || object::text as key from chain where object <> $2::text::oid`

/** Which of the managed objects depend on this one in the database, directly or not. */
export async function managedDependents<T extends ObjectName>(
  session: Session,
  object: ObjectName,
  managed: readonly T[],
): Promise<T[]> {
  const oids = await locateObjects(session, [object, ...managed])
  const oid = oids.get(object.name)
  if (oid === undefined) return []
  const rows = await session.query(DEPENDENTS, [catalogOf(object), oid])
  const keys = new Set(rows.map((row) => text(row, 'key').replace('pg_catalog.', '')))
  return managed.filter((each) => keys.has(`${catalogOf(each)} ${oids.get(each.name) ?? ''}`))
}

function catalogOf({ kind }: ObjectName): string {
  if (kind === 'trigger') return 'pg_trigger'
  return kind === 'function' || kind === 'procedure' ? 'pg_proc' : 'pg_class'
}

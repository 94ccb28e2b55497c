import type { Row, Session } from '../engine/session.ts'
import { withoutSearchPath } from './live-definitions.ts'
import type { ObjectName } from './live-definitions.ts'
import type { Privilege } from './privileges.ts'

/** What goes with an object when it is dropped, though its definition does not say it. */
export interface Hanging {
  owner: string | null
  privileges: Privilege[]
  comment: string | null
  columns: { name: string; privileges: Privilege[]; comment: string | null; standard: string | null }[]
  /** Triggers, rules, indexes and statistics, each with the statements that make it. */
  parts: HangingPart[]
}

export interface HangingPart {
  kind: 'trigger' | 'rule' | 'index' | 'statistics'
  /** Of a trigger or rule as its file would call it: `public.v.t`. */
  name: string
  sql: string
  comment: string | null
  /** How COMMENT ON calls it. */
  on: string
}

const EXPLODED = (acl: string): string => `
  (select coalesce(jsonb_agg(distinct jsonb_build_object('to', case grantee when 0 then null else pg_get_userbyid(grantee) end,
    'privilege', privilege_type, 'grantable', is_grantable)), '[]') from aclexplode(${acl}))`

const PART = (kind: string, name: string, sql: string, oid: string, catalog: string, on: string): string => `
  select '${kind}' as kind, ${name} as name, ${sql} as sql, obj_description(${oid}, '${catalog}') as comment, ${on} as on`

const OF_RELATION = `
  with c as (select c.*, format('%I.%I', n.nspname, c.relname) as called, n.nspname || '.' || c.relname as plain
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = $1::text::oid)
  select jsonb_build_object('owner', pg_get_userbyid(c.relowner), 'comment', obj_description(c.oid, 'pg_class'),
    'privileges', ${EXPLODED(`coalesce(c.relacl, acldefault('r', c.relowner))`)},
    'columns', (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'comment', col_description(c.oid, a.attnum),
        'standard', pg_get_expr(d.adbin, d.adrelid), 'privileges', ${EXPLODED('a.attacl')})), '[]')
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    'parts', (select coalesce(jsonb_agg(to_jsonb(part) order by part.kind, part.name), '[]') from (
      ${PART('trigger', `c.plain || '.' || t.tgname`, 'pg_get_triggerdef(t.oid)', 't.oid', 'pg_trigger', `format('trigger %I on %s', t.tgname, c.called)`)}
        from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal
      union all ${PART('rule', `c.plain || '.' || r.rulename`, 'pg_get_ruledef(r.oid)', 'r.oid', 'pg_rewrite', `format('rule %I on %s', r.rulename, c.called)`)}
        from pg_rewrite r where r.ev_class = c.oid and r.rulename <> '_RETURN'
      union all ${PART('index', `n.nspname || '.' || i.relname`, 'pg_get_indexdef(i.oid)', 'i.oid', 'pg_class', `format('index %I.%I', n.nspname, i.relname)`)}
        from pg_index x join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace where x.indrelid = c.oid
      union all ${PART('statistics', `n.nspname || '.' || s.stxname`, 'pg_get_statisticsobjdef(s.oid)', 's.oid', 'pg_statistic_ext', `format('statistics %I.%I', n.nspname, s.stxname)`)}
        from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where s.stxrelid = c.oid) part)) as hanging
  from c`

const OF_ROUTINE = `
  select jsonb_build_object('owner', pg_get_userbyid(p.proowner), 'comment', obj_description(p.oid, 'pg_proc'),
    'privileges', ${EXPLODED(`coalesce(p.proacl, acldefault('f', p.proowner))`)}, 'columns', '[]'::jsonb, 'parts', '[]'::jsonb) as hanging
  from pg_proc p where p.oid = $1::text::oid`

const OF_TRIGGER = `
  select jsonb_build_object('owner', null, 'comment', obj_description(t.oid, 'pg_trigger'), 'privileges', '[]'::jsonb,
    'columns', '[]'::jsonb, 'parts', '[]'::jsonb) as hanging
  from pg_trigger t where t.oid = $1::text::oid`

/** Reads what hangs on the object with this oid. Only inside a transaction. */
export async function whatHangs(session: Session, { kind }: Pick<ObjectName, 'kind'>, oid: string): Promise<Hanging> {
  const sql = kind === 'trigger' ? OF_TRIGGER : kind === 'function' || kind === 'procedure' ? OF_ROUTINE : OF_RELATION
  const [row] = await withoutSearchPath(session, () => session.query(sql, [oid]))
  return hangingOf(row)
}

/** Both drivers parse jsonb; its shape is that of our own query. */
function hangingOf(row: Row | undefined): Hanging {
  const value = row?.['hanging']
  if (typeof value !== 'object' || value === null) throw new TypeError('Nothing is known of what hangs on an object.')
  return value as Hanging
}

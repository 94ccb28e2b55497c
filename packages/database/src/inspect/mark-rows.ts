import { UNKNOWN_MARK, type DataObject } from '@stagecoach/core'
import { text, textOrNothing, truth } from '../engine/row.ts'
import type { Row, Session } from '../engine/session.ts'
import { quoteName } from '../sql/quote.ts'

/** The mark of one object; undefined when it is not there. A dot may also stand within a name: where two objects are called so, both are in the mark. Errors: `SqlTrouble` where its rows cannot be read. */
export async function markRows(session: Session, { kind, name }: DataObject): Promise<string | undefined> {
  const found = await session.query(kind === 'table' ? TABLES : COLUMNS, [name])
  if (found.length === 0) return undefined
  const marks: string[] = []
  for (const row of found) marks.push(await marking[kind](session, row))
  return marks.includes(UNKNOWN_MARK) ? UNKNOWN_MARK : marks.join(';')
}

/** Tables, quoted, in which the values of a column lie; undefined for whole tables, and where it is not there. */
export async function tablesOfValues(session: Session, { kind, name }: DataObject): Promise<string[] | undefined> {
  if (kind === 'table') return undefined
  const found = await session.query(COLUMNS, [name])
  return found.length === 0 ? undefined : found.map(relationOf)
}

/** Rows are taken out through views, too. */
const HOLDS_ROWS = `c.relkind in ('r', 'p', 'v', 'f')`

const TABLES = `
  select c.oid::text as oid, n.nspname::text as schema, c.relname::text as table
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname || '.' || c.relname = $1 and ${HOLDS_ROWS} order by n.nspname`

/** Columns that tell the rows of \`c\` apart, as a JSON array: of the primary key, else of a whole unique index without NULLs. */
const KEY = `
  (select json_agg(k.attname order by k.attnum)::text
   from (select x.indrelid, x.indkey, x.indnkeyatts from pg_index x
     where x.indrelid = c.oid and x.indisunique and x.indisvalid and x.indpred is null and x.indexprs is null
       and not exists (select from pg_attribute o where o.attrelid = c.oid and o.attnum = any (x.indkey) and not o.attnotnull)
     order by x.indisprimary desc, x.indexrelid limit 1) i
   cross join lateral unnest(i.indkey::int2[]) with ordinality u(attnum, nth)
   join pg_attribute k on k.attrelid = i.indrelid and k.attnum = u.attnum
   where u.nth <= i.indnkeyatts)`

// A default that calls a function may give another value each time: then every value counts.
const COLUMNS = `
  select n.nspname::text as schema, c.relname::text as table, a.attname::text as column, ${HOLDS_ROWS} as holds, ${KEY} as key,
    format_type(a.atttypid, a.atttypmod) as type,
    case when d.adbin::text ~ 'FUNCEXPR|SQLVALUEFUNCTION|NEXTVALUEEXPR' then null else pg_get_expr(d.adbin, d.adrelid) end as value
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.attgenerated = ''
  where starts_with($1, n.nspname || '.' || c.relname || '.') and n.nspname || '.' || c.relname || '.' || a.attname = $1
    and not a.attisdropped and a.attnum > 0 order by n.nspname, c.relname`

const marking: Record<DataObject['kind'], (session: Session, found: Row) => Promise<string>> = {
  table: tableMark,
  column: columnMark,
  values: valuesMark,
}

const HASH = (value: string): string => `count(*)::text || ':' || coalesce(sum(hashtextextended(${value}, 0)), 0)::text as mark`

async function tableMark(session: Session, found: Row): Promise<string> {
  const marks: string[] = []
  for (const each of [relationOf(found), ...(await reachedByDelete(session, text(found, 'oid')))]) {
    // `t::text` would mean the column of a table that has one named t.
    const [row] = await session.query(`select ${HASH('(t.*)::text')} from ${each} t`)
    marks.push(text(row, 'mark'))
  }
  return marks.join(';')
}

/** Tables whose rows a DELETE takes along or writes into: foreign keys ON DELETE CASCADE, SET NULL, SET DEFAULT, over any number of steps. */
async function reachedByDelete(session: Session, oid: string): Promise<string[]> {
  const rows = await session.query(
    `with recursive reached(oid) as (
       select $1::text::oid
       union select c.conrelid from pg_constraint c join reached r on c.confrelid = r.oid
       where c.contype = 'f' and c.confdeltype in ('c', 'n', 'd'))
     select format('%I.%I', n.nspname, c.relname) as name from reached r
     join pg_class c on c.oid = r.oid join pg_namespace n on n.oid = c.relnamespace
     where r.oid <> $1::text::oid order by 1`,
    [oid],
  )
  return rows.map((row) => text(row, 'name'))
}

async function valuesMark(session: Session, found: Row): Promise<string> {
  // The attribute of a composite type: its values lie in the columns of that type, wherever they are.
  if (!truth(found, 'holds')) return UNKNOWN_MARK
  const value = inItsRow(found, `coalesce('=' || ${valueOf(found)}, '')`)
  const [row] = await session.query(`select ${HASH(value)} from ${relationOf(found)} t`)
  return text(row, 'mark')
}

async function columnMark(session: Session, found: Row): Promise<string> {
  if (!truth(found, 'holds')) return UNKNOWN_MARK
  const [value, standard] = [valueOf(found), textOrNothing(found, 'value')]
  const told = standard === undefined ? '' : ` and ${value} is distinct from (${standard})::${text(found, 'type')}::text`
  const hash = HASH(inItsRow(found, value))
  const [row] = await session.query(`select ${hash} from ${relationOf(found)} t where ${value} is not null${told}`)
  return text(row, 'mark')
}

/** Values that change places are not the same: each counts with the key of its row, where the table has one. */
function inItsRow(found: Row, value: string): string {
  const key = textOrNothing(found, 'key')
  if (key === undefined) return value
  // Names of columns, by the query above.
  const columns = (JSON.parse(key) as string[]).map((name) => `t.${quoteName(name)}::text`)
  return `concat_ws(E'\\x1f', ${columns.join(', ')}, ${value})`
}

/** As text: json, xml and point know no equality, and a composite value with one empty field is for SQL neither NULL nor not. */
function valueOf(found: Row): string {
  return `t.${quoteName(text(found, 'column'))}::text`
}

function relationOf(found: Row): string {
  return quoteName(text(found, 'schema'), text(found, 'table'))
}

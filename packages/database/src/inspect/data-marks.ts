import type { DataObject } from '@stagecoach/core'
import { text, textOrNothing } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { lastPart, ownerOf, quoteIfNeeded, schemaOf } from '../sql/names.ts'
import { quoteName } from '../sql/quote.ts'

/**
 * Marks of what tables and columns hold: count and order-free content hash. Equal marks: no data came. For a column only values other
 * than NULL and its constant default count, since inserts of an application that does not know the column put those there; for
 * `values` all count. With a table count the rows of others that go when its rows are deleted.
 * Keys are `kind name`; objects that are not there give none.
 */
export async function dataMarks(session: Session, objects: readonly DataObject[]): Promise<Record<string, string>> {
  await session.reset()
  return session.transaction(async () => {
    await session.exec('set transaction isolation level repeatable read read only')
    await session.query(`select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, MDY', true)`)
    const marks: Record<string, string> = {}
    for (const object of objects) {
      const mark = await marking[object.kind](session, object.name)
      if (mark !== undefined) marks[`${object.kind} ${object.name}`] = mark
    }
    return marks
  })
}

const HASH = (value: string): string => `count(*)::text || ':' || coalesce(sum(hashtextextended(${value}, 0)), 0)::text as mark`

const marking: Record<DataObject['kind'], (session: Session, name: string) => Promise<string | undefined>> = {
  table: tableMark,
  column: columnMark,
  values: valuesMark,
}

async function tableMark(session: Session, name: string): Promise<string | undefined> {
  const relation = await tableOf(session, name)
  if (relation === undefined) return undefined
  const marks: string[] = []
  for (const each of [relation, ...(await reachedByDelete(session, relation))]) {
    const [row] = await session.query(`select ${HASH('t::text')} from ${each} t`)
    marks.push(text(row, 'mark'))
  }
  return marks.join(';')
}

/** Tables whose rows a DELETE takes along or writes into: foreign keys ON DELETE CASCADE, SET NULL, SET DEFAULT, over any number of steps. */
async function reachedByDelete(session: Session, relation: string): Promise<string[]> {
  const rows = await session.query(
    `with recursive reached(oid) as (
       select to_regclass($1)::oid
       union select c.conrelid from pg_constraint c join reached r on c.confrelid = r.oid
       where c.contype = 'f' and c.confdeltype in ('c', 'n', 'd'))
     select format('%I.%I', n.nspname, c.relname) as name from reached r
     join pg_class c on c.oid = r.oid join pg_namespace n on n.oid = c.relnamespace
     where r.oid <> to_regclass($1) order by 1`,
    [relation],
  )
  return rows.map((row) => text(row, 'name'))
}

async function valuesMark(session: Session, name: string): Promise<string | undefined> {
  const relation = await tableOf(session, ownerOf(name))
  const there = `select 1 from pg_attribute where attrelid = to_regclass($1) and attname = $2 and not attisdropped and attnum > 0`
  if (relation === undefined || (await session.query(there, [relation, lastPart(name)])).length === 0) return undefined
  const value = `t.${quoteName(lastPart(name))}::text`
  const [row] = await session.query(`select ${HASH(`coalesce('=' || ${value}, '')`)} from ${relation} t`)
  return text(row, 'mark')
}

async function columnMark(session: Session, name: string): Promise<string | undefined> {
  const relation = await tableOf(session, ownerOf(name))
  if (relation === undefined) return undefined
  const [found] = await session.query(
    // A default that calls a function may give another value each time: then every value counts.
    `select case when d.adbin::text ~ 'FUNCEXPR|SQLVALUEFUNCTION|NEXTVALUEEXPR' then null else pg_get_expr(d.adbin, d.adrelid) end as value
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.attgenerated = ''
     where a.attrelid = to_regclass($1) and a.attname = $2 and not a.attisdropped and a.attnum > 0`,
    [relation, lastPart(name)],
  )
  if (found === undefined) return undefined
  const column = quoteName(lastPart(name))
  const standard = textOrNothing(found, 'value')
  const told = standard === undefined ? '' : ` and t.${column} is distinct from (${standard})`
  const [row] = await session.query(`select ${HASH(`t.${column}::text`)} from ${relation} t where t.${column} is not null${told}`)
  return text(row, 'mark')
}

/** The quoted name of a table or view that exists: rows are taken out through views, too. */
async function tableOf(session: Session, name: string): Promise<string | undefined> {
  const relation = `${quoteIfNeeded(schemaOf(name))}.${quoteIfNeeded(name.slice(name.indexOf('.') + 1))}`
  const rows = await session.query(`select 1 from pg_class where oid = to_regclass($1) and relkind in ('r', 'p', 'v', 'f')`, [
    relation,
  ])
  return rows.length === 0 ? undefined : relation
}

import { StagecoachError, type ObjectUse, type StatementAnalysis } from '@stagecoach/core'
import { integer, text, truth } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import type { Node } from 'libpg-query'
import { loadParser } from '../sql/parser.ts'
import { quoteName } from '../sql/quote.ts'
import { fits, shapeOfStatement, type IndexShape } from './index-shape.ts'
import type { Script } from './script.ts'

/**
 * Whether a statement that was begun outside a transaction has happened, from the catalog alone. Its index is there and valid: done.
 * There and invalid: dropped concurrently, to be built again. Another index has the name: again, so that PostgreSQL says so. Anything
 * that cannot be told: `statement-undecided`.
 */
export async function decideStatement(session: Session, script: Script, statement: StatementAnalysis): Promise<'done' | 'again'> {
  if (/^(VACUUM|ANALYZE)/.test(statement.title)) return 'again'
  const index = statement.objects.find((each) => each.kind === 'index' && (each.use === 'create' || each.use === 'drop'))
  if (index === undefined) throw undecided(script, statement)
  const found = await findIndex(session, index, await isQualified(statement))
  if (index.use === 'drop') return found === undefined ? 'done' : 'again'
  if (found === undefined || !fits(found.shape, await wantedShape(script, statement))) return 'again'
  if (found.valid) return 'done'
  await session.exec(`drop index concurrently if exists ${quoteName(found.schema, found.name)}`)
  return 'again'
}

/**
 * After CREATE INDEX CONCURRENTLY failed: takes its invalid index away, which would cost writes and be in the way of the repaired
 * version. False when that cannot be told or done; then the note of the statement stays, and the next run looks again.
 */
export async function takeAwayFailed(
  session: Session,
  script: Script,
  statement: StatementAnalysis,
  trouble: SqlTrouble,
): Promise<boolean> {
  if (trouble.sqlstate === NAME_TAKEN) return true
  const index = statement.objects.find((each) => each.kind === 'index' && each.use === 'create')
  if (index === undefined) return NOTHING_BEGAN.test(trouble.sqlstate)
  try {
    const found = await findIndex(session, index, await isQualified(statement))
    // Somebody else's, perhaps still being built: whatever failed here left nothing.
    if (found !== undefined && !fits(found.shape, await wantedShape(script, statement))) return true
    if (found?.valid === true) return false
    if (found !== undefined) await session.exec(`drop index concurrently ${quoteName(found.schema, found.name)}`)
    return true
  } catch (error) {
    // Why the statement failed matters more; the leftover is named after the deployment.
    if (error instanceof SqlTrouble) return false
    throw error
  }
}

/** duplicate_table: whatever has that name was there before. */
const NAME_TAKEN = '42P07'

/** Syntax or access (42), not supported (0A), in a transaction (25): said before a statement does anything (PostgreSQL, appendix A). */
const NOTHING_BEGAN = /^(42|0A|25)/

async function wantedShape(script: Script, statement: StatementAnalysis): Promise<IndexShape> {
  const node = await nodeOf(statement)
  if (node === undefined || !('IndexStmt' in node)) throw undecided(script, statement)
  return shapeOfStatement(node.IndexStmt)
}

async function nodeOf({ sql }: StatementAnalysis): Promise<Node | undefined> {
  const [raw] = (await loadParser()).parse(sql)
  return raw?.stmt
}

interface FoundIndex {
  schema: string
  name: string
  valid: boolean
  shape: IndexShape
}

/** Whether the statement says in which schema its index lies: that of its table, or the one it names to be dropped. */
async function isQualified(statement: StatementAnalysis): Promise<boolean> {
  const node = await nodeOf(statement)
  if (node === undefined) return false
  if ('IndexStmt' in node) return (node.IndexStmt.relation?.schemaname ?? '') !== ''
  const [name] = 'DropStmt' in node ? (node.DropStmt.objects ?? []) : []
  return name !== undefined && 'List' in name && (name.List.items ?? []).length > 1
}

/** In the schema that the statement names; else, as PostgreSQL itself takes a bare name, by the search path: an index of the table that it finds, or the index that it finds to drop. */
async function findIndex(session: Session, index: ObjectUse, qualified: boolean): Promise<FoundIndex | undefined> {
  const dot = index.name.indexOf('.')
  const [schema, name] = [index.name.slice(0, dot), index.name.slice(dot + 1)]
  const place = qualified ? 'n.nspname = $2' : `pg_table_is_visible(${index.use === 'drop' ? 'i' : 'c'}.oid)`
  const [row] = await session.query(
    `select n.nspname::text as schema, i.relname::text as name, c.relname::text as "table", x.indisvalid and x.indisready as valid,
       x.indisunique as is_unique, x.indpred is not null as partial, x.indnatts - x.indnkeyatts as included,
       (select json_agg(coalesce(a.attname::text, '') order by k.position)::text
         from unnest(x.indkey::int2[]) with ordinality k (number, position)
           left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.number and k.number <> 0) as columns
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
       join pg_namespace n on n.oid = i.relnamespace
     where i.relname = $1 and ${place} order by n.nspname limit 1`,
    qualified ? [name, schema] : [name],
  )
  if (row === undefined) return undefined
  const columns: unknown = JSON.parse(text(row, 'columns'))
  const shape = {
    table: text(row, 'table'),
    unique: truth(row, 'is_unique'),
    partial: truth(row, 'partial'),
    included: integer(row, 'included'),
    columns: Array.isArray(columns) ? columns.map((each) => (each === '' ? undefined : String(each))) : [],
  }
  return { schema: text(row, 'schema'), name: text(row, 'name'), valid: truth(row, 'valid'), shape }
}

function undecided(script: Script, statement: StatementAnalysis): StagecoachError {
  const where = `package = '${script.package}' and migration = '${script.migration}' and statement = ${String(statement.index)}`
  return new StagecoachError(
    'statement-undecided',
    `${script.package}/${script.migration} was interrupted in ${script.file}:${String(statement.line)} (${statement.title}), and the catalog does not tell whether it happened.`,
    {
      hint:
        `Look at the database. If it happened: update stagecoach.progress set state = 'done' where ${where}. ` +
        `If not: delete from stagecoach.progress where ${where}. Then deploy again.`,
    },
  )
}

import { StagecoachError, type ObjectUse, type StatementAnalysis } from '@stagecoach/core'
import { text, truth } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import { quoteName } from '../sql/quote.ts'
import type { Script } from './script.ts'

/**
 * Whether a statement that was begun outside a transaction has happened, from the catalog alone. An index that is there and valid:
 * done. There and invalid: dropped concurrently, to be built again. Anything that cannot be told: `statement-undecided`.
 */
export async function decideStatement(session: Session, script: Script, statement: StatementAnalysis): Promise<'done' | 'again'> {
  if (/^(VACUUM|ANALYZE)/.test(statement.title)) return 'again'
  const index = statement.objects.find((each) => each.kind === 'index' && (each.use === 'create' || each.use === 'drop'))
  if (index === undefined) throw undecided(script, statement)
  const found = await findIndex(session, index)
  if (index.use === 'drop') return found === undefined ? 'done' : 'again'
  if (found?.valid === true) {
    const table = statement.objects.find((each) => each.kind === 'table')?.name
    if (table !== undefined && !table.endsWith(`.${found.table}`)) throw undecided(script, statement)
    return 'done'
  }
  if (found !== undefined) await session.exec(`drop index concurrently if exists ${quoteName(found.schema, found.name)}`)
  return 'again'
}

/**
 * After CREATE INDEX CONCURRENTLY failed: takes its invalid index away, which would cost writes and be in the way of the repaired
 * version. False when that cannot be told or done; then the note of the statement stays, and the next run looks again.
 */
export async function takeAwayFailed(session: Session, statement: StatementAnalysis, trouble: SqlTrouble): Promise<boolean> {
  const index = statement.objects.find((each) => each.kind === 'index' && each.use === 'create')
  // duplicate_table: an index of that name was there before.
  if (index === undefined || trouble.sqlstate === '42P07') return false
  try {
    const found = await findIndex(session, index)
    if (found?.valid === true) return false
    if (found !== undefined) await session.exec(`drop index concurrently ${quoteName(found.schema, found.name)}`)
    return true
  } catch (error) {
    // Why the statement failed matters more; the leftover is named after the deployment.
    if (error instanceof SqlTrouble) return false
    throw error
  }
}

interface FoundIndex {
  schema: string
  name: string
  table: string
  valid: boolean
}

/** By the schema the parser assumed, or by what the search path finds when the role has another default. */
async function findIndex(session: Session, index: ObjectUse): Promise<FoundIndex | undefined> {
  const dot = index.name.indexOf('.')
  const [row] = await session.query(
    `select n.nspname::text as schema, i.relname::text as name, c.relname::text as "table", x.indisvalid and x.indisready as valid
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
       join pg_namespace n on n.oid = i.relnamespace
     where i.relname = $2 and (n.nspname = $1 or pg_table_is_visible(i.oid)) order by n.nspname = $1 desc limit 1`,
    [index.name.slice(0, dot), index.name.slice(dot + 1)],
  )
  if (row === undefined) return undefined
  return { schema: text(row, 'schema'), name: text(row, 'name'), table: text(row, 'table'), valid: truth(row, 'valid') }
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

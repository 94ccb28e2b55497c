import { SqlTrouble } from '../engine/sql-trouble.ts'
import type { Row, Session } from '../engine/session.ts'

/**
 * Runs one verification statement in a read-only transaction: passes when it gives exactly one row whose first column is true.
 * `timeout` in milliseconds; the embedded engine is single-threaded and cannot be interrupted, so there it has no effect.
 */
export async function checkStatement(
  session: Session,
  sql: string,
  timeout: number,
): Promise<{ passed: boolean; detail: string }> {
  await session.reset()
  try {
    return await session.transaction(async () => {
      await session.exec('set transaction read only')
      await session.query(`select set_config('statement_timeout', $1, true)`, [`${String(Math.ceil(timeout))}ms`])
      return verdict(await session.query(sql))
    })
  } catch (error) {
    if (!(error instanceof SqlTrouble) || error.sqlstate === '08000') throw error
    if (error.sqlstate === '57014') return { passed: false, detail: `gave no answer within ${String(timeout / 1000)} s` }
    return { passed: false, detail: `${error.message} [${error.sqlstate}]` }
  }
}

/** Values of the row are not shown: they are data. */
function verdict(rows: readonly Row[]): { passed: boolean; detail: string } {
  const [row] = rows
  if (row === undefined || rows.length > 1) return { passed: false, detail: `gave ${String(rows.length)} rows instead of one` }
  const value = Object.values(row)[0]
  if (value === true) return { passed: true, detail: 'true' }
  if (value === false || value === null) return { passed: false, detail: String(value) }
  return { passed: false, detail: 'the first column is not a boolean' }
}

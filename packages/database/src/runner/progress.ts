import type { StepContext } from '@stagecoach/core'
import { integer, text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import type { Script } from './script.ts'

export type StatementState = 'intent' | 'done'

/** What an earlier attempt at exactly these bytes noted, by statement index. */
export async function readProgress(session: Session, script: Script): Promise<Map<number, StatementState>> {
  const rows = await session.query(
    `select statement, state from stagecoach.progress where package = $1 and migration = $2 and checksum = $3 and direction = $4`,
    [script.package, script.migration, script.checksum, script.direction],
  )
  return new Map(rows.map((row) => [integer(row, 'statement'), text(row, 'state') === 'done' ? 'done' : 'intent']))
}

/** True when another content of this migration was begun and never finished: its first statements may have changed under our feet. */
export async function begunWithOtherContent(session: Session, script: Script): Promise<boolean> {
  const rows = await session.query(
    `select 1 from stagecoach.progress where package = $1 and migration = $2 and direction = $3 and checksum <> $4 limit 1`,
    [script.package, script.migration, script.direction, script.checksum],
  )
  return rows.length > 0
}

export async function noteProgress(
  session: Session,
  script: Script,
  statement: number,
  state: StatementState,
  context: StepContext,
): Promise<void> {
  await session.query(
    `insert into stagecoach.progress (package, migration, checksum, direction, statement, state, operation, fence)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (package, migration, checksum, direction, statement)
     do update set state = excluded.state, operation = excluded.operation, fence = excluded.fence, at = clock_timestamp()`,
    [script.package, script.migration, script.checksum, script.direction, statement, state, context.operation, context.fence],
  )
}

/** A statement that failed and left nothing was never begun. */
export async function forgetStatement(session: Session, script: Script, statement: number): Promise<void> {
  await session.query(
    `delete from stagecoach.progress where package = $1 and migration = $2 and checksum = $3 and direction = $4 and statement = $5`,
    [script.package, script.migration, script.checksum, script.direction, statement],
  )
}

/** Once a script is finished its log row says all; kept notes would make a later application of other content look half-done. */
export async function forgetProgress(session: Session, script: Script): Promise<void> {
  await session.query('delete from stagecoach.progress where package = $1 and migration = $2', [script.package, script.migration])
}

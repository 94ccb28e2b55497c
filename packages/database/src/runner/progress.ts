import { sha256, type StatementAnalysis, type StepContext } from '@stagecoach/core'
import { integer, text, textOrNothing } from '../engine/row.ts'
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

/** A statement of another content of this migration that was begun and never finished. */
export interface EarlierStatement {
  index: number
  /** Digest of its SQL; undefined where a release before this one noted it. */
  sql: string | undefined
}

/** What is noted of other contents of this migration, in order: the first statements of a file may have changed under our feet. */
export async function begunWithOtherContent(session: Session, script: Script): Promise<EarlierStatement[]> {
  const rows = await session.query(
    `select statement, sql from stagecoach.progress where package = $1 and migration = $2 and direction = $3 and checksum <> $4
     order by statement`,
    [script.package, script.migration, script.direction, script.checksum],
  )
  return rows.map((row) => ({ index: integer(row, 'statement'), sql: textOrNothing(row, 'sql') }))
}

/** What ran of another content counts for this one, which begins with the same statements. */
export async function takeOverProgress(session: Session, script: Script): Promise<void> {
  await session.query(
    `update stagecoach.progress set checksum = $4 where package = $1 and migration = $2 and direction = $3 and checksum <> $4`,
    [script.package, script.migration, script.direction, script.checksum],
  )
}

export async function noteProgress(
  session: Session,
  script: Script,
  { index, sql }: StatementAnalysis,
  state: StatementState,
  context: StepContext,
): Promise<void> {
  const { package: name, migration, checksum, direction } = script
  await session.query(
    `insert into stagecoach.progress (package, migration, checksum, direction, statement, state, operation, fence, sql)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (package, migration, checksum, direction, statement)
     do update set state = excluded.state, operation = excluded.operation, fence = excluded.fence, at = clock_timestamp()`,
    [name, migration, checksum, direction, index, state, context.operation, context.fence, sha256(sql)],
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

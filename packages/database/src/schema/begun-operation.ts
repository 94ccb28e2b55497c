import { text, truth } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { schemaVersion } from './prepare.ts'

/** Whether an operation began to change this database. */
export async function hasBegun(session: Session, operation: string): Promise<boolean> {
  return (await readMarks(session, operation)) !== undefined
}

/** Whether an operation began to change this database under a newer fence than the state that was recorded last. */
export async function isChanging(session: Session, operation: string): Promise<boolean> {
  if ((await schemaVersion(session)) === 0) return false
  const [row] = await session.query(
    `select b.fence > coalesce((select r.fence from stagecoach.recorded r order by r.seq desc limit 1), -1) as newer
     from stagecoach.begun b where b.operation = $1`,
    [operation],
  )
  return row !== undefined && truth(row, 'newer')
}

/** Row marks that an operation kept, by `kind name`; undefined when it never began here. */
export async function readMarks(session: Session, operation: string): Promise<Record<string, string> | undefined> {
  if ((await schemaVersion(session)) === 0) return undefined
  const [row] = await session.query('select marks::text as marks from stagecoach.begun where operation = $1', [operation])
  // Written by `writeBegun` alone.
  return row === undefined ? undefined : (JSON.parse(text(row, 'marks')) as Record<string, string>)
}

/** A second beginning (a re-run of the same operation) adds marks and changes none: what it finds in a marked table may have come since, and must go on counting as later data. */
export async function writeBegun(
  session: Session,
  operation: string,
  marks: Readonly<Record<string, string>>,
  fence: number,
): Promise<void> {
  await session.query(
    `insert into stagecoach.begun (operation, marks, fence) values ($1, $2::jsonb, $3)
     on conflict (operation) do update set marks = excluded.marks || begun.marks, fence = excluded.fence`,
    [operation, JSON.stringify(marks), fence],
  )
}

/** Numbers of transactions (type xid8). */
export interface Horizon {
  /** In which the operation's last migration ran. */
  own: string
  /** The oldest that was open by its end: every one below had ended. */
  oldest: string
}

/** Notes the horizon of an operation, in the transaction of its migration. */
export async function noteHorizon(session: Session, operation: string): Promise<void> {
  await session.query(
    `update stagecoach.begun
     set horizon = pg_current_xact_id()::text || ':' || pg_snapshot_xmin(pg_current_snapshot())::text
     where operation = $1`,
    [operation],
  )
}

/** After a migration that was not one transaction: what came between its parts no number tells. */
export async function forgetHorizon(session: Session, operation: string): Promise<void> {
  await session.query('update stagecoach.begun set horizon = null where operation = $1', [operation])
}

/**
 * Undefined as well where numbers tell nothing: the log row of that transaction has another one now, so that it was restored into another
 * server; or so many came since (2^31) that the short numbers of rows start over.
 */
export async function readHorizon(session: Session, operation: string): Promise<Horizon | undefined> {
  const [row] = await session.query(
    `with noted as (select split_part(horizon, ':', 1) as own, split_part(horizon, ':', 2) as oldest
       from stagecoach.begun where operation = $1 and horizon is not null)
     select own, oldest from noted
     where exists (select from stagecoach.log l where l.operation = $1 and l.xmin = own::xid8::xid)
       and pg_snapshot_xmax(pg_current_snapshot())::text::numeric - oldest::numeric < 2147483648`,
    [operation],
  )
  return row === undefined ? undefined : { own: text(row, 'own'), oldest: text(row, 'oldest') }
}

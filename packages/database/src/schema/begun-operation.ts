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

/** Numbers of transactions (type xid), which start over after 2^32. */
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
     set horizon = pg_current_xact_id()::xid::text || ':' || pg_snapshot_xmin(pg_current_snapshot())::xid::text
     where operation = $1`,
    [operation],
  )
}

/** Undefined as well where the log row of that transaction has another number now: restored into another server, numbers tell nothing. */
export async function readHorizon(session: Session, operation: string): Promise<Horizon | undefined> {
  const [row] = await session.query(
    `select split_part(b.horizon, ':', 1) as own, split_part(b.horizon, ':', 2) as oldest from stagecoach.begun b
     where b.operation = $1 and exists (select from stagecoach.log l
       where l.operation = b.operation and l.xmin::text = split_part(b.horizon, ':', 1))`,
    [operation],
  )
  return row === undefined ? undefined : { own: text(row, 'own'), oldest: text(row, 'oldest') }
}

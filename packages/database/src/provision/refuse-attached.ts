import { StagecoachError } from '@stagecoach/core'
import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'

/** What a database can be renamed with, but not dropped: it would leave the one that goes on the server, with all its rows. Inactive slots go with it.
 *  https://www.postgresql.org/docs/current/sql-dropdatabase.html */
const ATTACHED = `
  select 'prepared transaction ' || gid as what from pg_prepared_xacts where database = $1
  union all
  select 'replication slot ' || slot_name from pg_replication_slots where database = $1 and active
  union all
  select 'subscription ' || subname from pg_subscription where subdbid = (select oid from pg_database where datname = $1)
  order by 1`

/** Errors: `provision-refused`. */
export async function refuseAttached(admin: Session, name: string): Promise<void> {
  const rows = await admin.query(ATTACHED, [name])
  if (rows.length === 0) return
  throw new StagecoachError(
    'provision-refused',
    `Database "${name}" cannot be dropped while there is ${rows.map((row) => text(row, 'what')).join(', ')}.`,
    { hint: 'End it, or stop what uses it, and run this again. Nothing was changed.' },
  )
}

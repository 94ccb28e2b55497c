import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import type { DatabasesOptions } from '../options.ts'
import type { Holder } from '../runner/fence.ts'
import { quoteName } from '../sql/quote.ts'
import { replaced } from './settle.ts'

export interface Swap {
  name: string
  /** Object id of the database that was looked at under this name; undefined when there was none. */
  oid: string | undefined
  fresh: string
  old: string
}

/** One swap at a time on a server, whatever the name; taken in the database that every holder connects to for it. Any constant of our own will do. */
const SWAP_LOCK = 7_283_014_402

/**
 * Renames the fresh database into the place of the one that goes. People and pools are kept out first; both renames are one transaction,
 * and it is the database that was looked at, or none: a holder that slept never takes away what a newer one has made. Errors: `fenced`.
 */
export async function swapDatabases(admin: Session, swap: Swap, holder: Holder, options: DatabasesOptions): Promise<void> {
  const { name, oid, fresh, old } = swap
  await alone(admin, swap, holder, connections(name, oid, false))
  try {
    for (let attempt = 1; ; attempt++) {
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datid = $1::oid', [oid ?? '0'])
      try {
        const renames = [...(oid === undefined ? [] : [rename(name, old)]), rename(fresh, name)]
        return await alone(admin, swap, holder, renames)
      } catch (error) {
        // object_in_use: the server itself has waited five seconds for the others to go.
        const inUse = error instanceof SqlTrouble && error.sqlstate === '55006'
        if (!inUse || attempt >= options.attempts) throw error
        await options.sleep(100 * attempt)
      }
    }
  } catch (error) {
    await alone(admin, swap, holder, connections(name, oid, true)).catch(() => undefined)
    throw error
  }
}

/** In one transaction in which nobody else swaps, and only while the name means the database that was looked at. */
function alone(admin: Session, { name, oid }: Swap, holder: Holder, statements: readonly string[]): Promise<void> {
  return admin.transaction(async () => {
    await admin.query(`select pg_advisory_xact_lock(${String(SWAP_LOCK)})`)
    const [row] = await admin.query('select oid::text as oid from pg_database where datname = $1', [name])
    if ((row === undefined ? undefined : text(row, 'oid')) !== oid) throw replaced(holder, 'another holder of the lease')
    for (const statement of statements) await admin.exec(statement)
  })
}

function connections(name: string, oid: string | undefined, allowed: boolean): string[] {
  return oid === undefined ? [] : [`alter database ${quoteName(name)} allow_connections ${String(allowed)}`]
}

function rename(from: string, to: string): string {
  return `alter database ${quoteName(from)} rename to ${quoteName(to)}`
}

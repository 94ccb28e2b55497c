import { StagecoachError } from '@stagecoach/core'
import { integer, truth } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { SCHEMA_VERSION, SCHEMA_VERSIONS } from './ddl.ts'

/** Serialises two first preparations of one database; CREATE SCHEMA IF NOT EXISTS alone can collide. Any constant of our own will do. */
const PREPARE_LOCK = 7_283_014_401

/** Creates or upgrades the `stagecoach` schema in one transaction. Errors: `log-format-newer`. */
export async function prepareSchema(session: Session): Promise<void> {
  if ((await schemaVersion(session)) === SCHEMA_VERSION) return
  await session.transaction(async () => {
    await session.query(`select pg_advisory_xact_lock(${String(PREPARE_LOCK)})`)
    await session.exec('create schema if not exists stagecoach')
    await session.exec(`create table if not exists stagecoach.format (
      version integer primary key, at timestamptz not null default clock_timestamp())`)
    const version = await schemaVersion(session)
    refuseNewer(version)
    for (const statement of SCHEMA_VERSIONS.slice(version).flat()) await session.exec(statement)
    if (version < SCHEMA_VERSION) await session.query('insert into stagecoach.format (version) values ($1)', [SCHEMA_VERSION])
  })
}

/** 0 when the schema is not there. */
export async function schemaVersion(session: Session): Promise<number> {
  const [found] = await session.query(`select to_regclass('stagecoach.format') is not null as there`)
  if (!truth(found, 'there')) return 0
  const [row] = await session.query('select coalesce(max(version), 0) as version from stagecoach.format')
  return integer(row, 'version')
}

/** A newer Stagecoach has written here: reading is fine, writing would break its promises. */
export function refuseNewer(version: number): void {
  if (version <= SCHEMA_VERSION) return
  throw new StagecoachError(
    'log-format-newer',
    `The stagecoach schema in this database has version ${String(version)}; this program knows up to ${String(SCHEMA_VERSION)}.`,
    { hint: 'Use the newer Stagecoach that wrote it: raise the version in `uses:` of the workflow.' },
  )
}

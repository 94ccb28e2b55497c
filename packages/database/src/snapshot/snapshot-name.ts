import type { Snapshot } from '@stagecoach/core'
import { createHash } from 'node:crypto'

const PREFIX = 'stagecoach_snapshot_'

/** `stagecoach_snapshot_<database>_<operation>_<time>`: the database hashed, since names are 63 bytes long at most; seconds since 1970 in base 36. */
export function snapshotName(database: string, { operation, at }: { operation: string; at: Date }): string {
  return `${prefixOf(database)}${operation}_${Math.floor(at.getTime() / 1000).toString(36)}`
}

/** Undefined for whatever is no snapshot of this database. */
export function parseSnapshotName(database: string, name: string): Snapshot | undefined {
  if (!name.startsWith(prefixOf(database))) return undefined
  const [, operation, time] = /^([0-9a-f]{16})_([0-9a-z]+)$/.exec(name.slice(prefixOf(database).length)) ?? []
  if (operation === undefined || time === undefined) return undefined
  return { operation, at: new Date(Number.parseInt(time, 36) * 1000).toISOString() }
}

/** Those among names that are snapshots of this database, newest first. */
export function snapshotsAmong(database: string, names: readonly string[]): (Snapshot & { name: string })[] {
  return names
    .flatMap((name) => {
      const found = parseSnapshotName(database, name)
      return found === undefined ? [] : [{ ...found, name }]
    })
    .sort((a, b) => b.at.localeCompare(a.at))
}

function prefixOf(database: string): string {
  return `${PREFIX}${createHash('sha256').update(database).digest('hex').slice(0, 12)}_`
}

import type { Snapshot } from '@stagecoach/core'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { snapshotName, snapshotsAmong } from './snapshot-name.ts'

/** Copies of an embedded database beside its folder, newest first; `name` is the path. */
export async function listFolders(url: string): Promise<(Snapshot & { name: string })[]> {
  const folder = url.replace(/\/+$/, '')
  const start = `${basename(folder)}.`
  const beside = (await readdir(dirname(folder))).filter((each) => each.startsWith(start))
  const found = snapshotsAmong(
    basename(folder),
    beside.map((each) => each.slice(start.length)),
  )
  return found.map((each) => ({ ...each, name: join(dirname(folder), `${start}${each.name}`) }))
}

export function snapshotFolder(folder: string, snapshot: { operation: string; at: Date }): string {
  return `${folder}.${snapshotName(basename(folder), snapshot)}`
}

import { existsSync } from 'node:fs'
import { cp, rename, rm } from 'node:fs/promises'
import type { Snapshots, SnapshotHolder } from '@stagecoach/core'
import { lockFolder } from '../engine/folder-lock.ts'
import type { DatabasesOptions } from '../options.ts'
import { inSession } from '../provision/embedded-provision.ts'
import { busy } from '../target/embedded-target.ts'
import { listFolders, snapshotFolder } from './list-folders.ts'
import { hasBegunHere, missing, takeOver } from './own-copy.ts'

/** Copies as folders beside the database's folder, made and brought back under its lock. */
export function embeddedSnapshots(options: DatabasesOptions): Snapshots {
  return {
    take: ({ url }, holder) => locked(url, options, (folder) => take(folder, holder, options)),
    restore: ({ url }, of, holder) => locked(url, options, (folder) => restore(folder, of, holder, options)),
    // Whoever takes the lock puts the folder back that was there.
    mend: ({ url }) => locked(url, options, () => Promise.resolve()),
    drop: async ({ url }) => {
      const all = await listFolders(url)
      for (const each of all) await remove(each.name)
      return all.map((each) => each.operation)
    },
  }
}

/** Killed between the two renames of a return: the folder that was there is the one to begin with again. */
async function locked<T>(url: string, { folderWait }: DatabasesOptions, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = url.replace(/\/+$/, '')
  const lock = await lockFolder(folder, folderWait)
  if (lock === 'busy') throw busy(folder)
  try {
    if (!existsSync(folder) && existsSync(aside(folder))) await rename(aside(folder), folder)
    for (const leftover of [draftOf(folder), aside(folder)]) await remove(leftover)
    return await work(folder)
  } finally {
    await lock.release()
  }
}

async function take(folder: string, holder: SnapshotHolder, options: DatabasesOptions): Promise<'taken' | 'kept' | 'late'> {
  const begun = await inSession(folder, options, (session) => hasBegunHere(session, holder))
  const there = await listFolders(folder)
  if (begun) return there.some((each) => each.operation === holder.operation) ? 'kept' : 'late'
  await cp(folder, draftOf(folder), { recursive: true, errorOnExist: true, force: false })
  for (const each of there.filter((one) => one.operation === holder.operation)) await remove(each.name)
  await rename(draftOf(folder), snapshotFolder(folder, { operation: holder.operation, at: new Date() }))
  for (const each of there.filter((one) => one.operation !== holder.operation)) await remove(each.name)
  return 'taken'
}

async function restore(
  folder: string,
  of: string,
  holder: SnapshotHolder,
  options: DatabasesOptions,
): Promise<'restored' | 'kept'> {
  if (await inSession(folder, options, (session) => hasBegunHere(session, holder))) return 'kept'
  const copy = (await listFolders(folder)).find((each) => each.operation === of)
  if (copy === undefined) throw missing(of)
  await inSession(copy.name, options, (session) => takeOver(session, holder))
  await rename(folder, aside(folder))
  await rename(copy.name, folder)
  await remove(aside(folder))
  return 'restored'
}

/** As a reset names them: whichever comes first sweeps them. */
function draftOf(folder: string): string {
  return `${folder}.stagecoach-new`
}

function aside(folder: string): string {
  return `${folder}.stagecoach-old`
}

function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true })
}

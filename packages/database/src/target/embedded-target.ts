import { StagecoachError, type Target, type TargetDatabase } from '@stagecoach/core'
import { openEmbedded } from '../engine/embedded-session.ts'
import { lockFolder, type FolderLock } from '../engine/folder-lock.ts'
import { withPlainErrors } from '../engine/plain-errors.ts'
import type { Session } from '../engine/session.ts'
import { openDatabase } from '../open-database.ts'
import type { DatabasesOptions } from '../options.ts'
import { listFolders } from '../snapshot/list-folders.ts'
import type { Workbench } from '../runner/workbench.ts'
import { checkFolder, checkThere } from './embedded-folder.ts'
import { targetDatabase } from './target-database.ts'

/**
 * An environment's database in a folder. Even reading needs the folder for itself, so the folder's lock is taken at first use; `lock`
 * takes it earlier and says 'busy' instead of failing. Errors: `database-url-invalid`, at first use `database-busy`, `database-missing`.
 */
export function openEmbeddedTarget(target: Target, options: DatabasesOptions): TargetDatabase {
  checkFolder(target)
  let held: FolderLock | undefined
  let opened: Promise<Session> | undefined
  const lock = async (wait: number): Promise<'locked' | 'busy'> => {
    if (held !== undefined) return 'locked'
    const taken = await lockFolder(target.url, wait)
    if (taken === 'busy') return 'busy'
    held = taken
    return 'locked'
  }
  const open = async (): Promise<Session> => {
    await checkThere(target)
    if ((await lock(options.folderWait)) === 'busy') throw busy(target.url)
    return openEmbedded(target.url, options.showValues)
  }
  const bench = async (): Promise<Workbench> => {
    opened ??= open()
    try {
      return { session: await opened, fenced: true, patience: options }
    } catch (error) {
      opened = undefined
      throw error
    }
  }
  const close = async (): Promise<void> => {
    try {
      await (await opened)?.close()
    } finally {
      opened = undefined
      await held?.release()
      held = undefined
    }
  }
  const base = targetDatabase(openDatabase(bench, close), bench, lock)
  return withPlainErrors(`the embedded database in "${target.url}"`, { ...base, snapshots: () => listFolders(target.url) })
}

export function busy(folder: string): StagecoachError {
  return new StagecoachError('database-busy', `Another process is using the embedded database in "${folder}".`, {
    hint: 'Wait until it has finished; the embedded engine serves one process at a time.',
  })
}

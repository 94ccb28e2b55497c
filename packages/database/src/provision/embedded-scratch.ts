import type { ScratchDatabase, ScratchOrigin } from '@stagecoach/core'
import { cp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbedded } from '../engine/embedded-session.ts'
import { lockFolder } from '../engine/folder-lock.ts'
import { withPlainErrors } from '../engine/plain-errors.ts'
import { openDatabase } from '../open-database.ts'
import type { DatabasesOptions } from '../options.ts'
import { busy } from '../target/embedded-target.ts'
import { isLeftover, scratchName } from './scratch-name.ts'

/** A copy of the closed template folder, or an empty database in memory. Gone on close. Errors: `database-busy`. */
export async function openEmbeddedScratch(origin: ScratchOrigin, options: DatabasesOptions): Promise<ScratchDatabase> {
  await sweepFolders()
  const place = origin.template === undefined ? undefined : join(tmpdir(), scratchName(Date.now()))
  if (origin.template !== undefined && place !== undefined) await copyTemplate(origin.template, place, options)
  const session = await openEmbedded(place, options.showValues).catch(async (error: unknown) => {
    if (place !== undefined) await rm(place, { recursive: true, force: true })
    throw error
  })
  const bench = { session, fenced: false, patience: options }
  const close = async (): Promise<void> => {
    await session.close()
    if (place !== undefined) await rm(place, { recursive: true, force: true })
  }
  return {
    ...withPlainErrors(
      'the embedded scratch database',
      openDatabase(() => Promise.resolve(bench), close),
    ),
    place: place ?? 'memory',
  }
}

/** Under the template's lock, since a folder that someone is writing to gives a broken copy. */
async function copyTemplate(template: string, place: string, options: DatabasesOptions): Promise<void> {
  const lock = await lockFolder(template, options.folderWait)
  if (lock === 'busy') throw busy(template)
  try {
    await cp(template, place, { recursive: true, errorOnExist: true, force: false })
  } finally {
    await lock.release()
  }
}

async function sweepFolders(): Promise<void> {
  const now = Date.now()
  for (const name of await readdir(tmpdir())) {
    if (isLeftover(name, now)) await rm(join(tmpdir(), name), { recursive: true, force: true })
  }
}

import type { ScratchDatabase, ScratchOrigin } from '@stagecoach/core'
import { cp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbedded } from '../engine/embedded-session.ts'
import { lockFolder } from '../engine/folder-lock.ts'
import { folderSize } from '../engine/memory-copy.ts'
import { withPlainErrors } from '../engine/plain-errors.ts'
import type { Session } from '../engine/session.ts'
import { openDatabase } from '../open-database.ts'
import type { DatabasesOptions } from '../options.ts'
import { checkFolder } from '../target/embedded-folder.ts'
import { busy } from '../target/embedded-target.ts'
import { replayScripts } from './replay-scripts.ts'
import { isLeftover, scratchName } from './scratch-name.ts'

/** A copy of the closed template folder, or an empty database in memory. Gone on close. Errors: `database-busy`, `database-url-invalid`. */
export async function openEmbeddedScratch(origin: ScratchOrigin, options: DatabasesOptions): Promise<ScratchDatabase> {
  if (origin.template !== undefined) checkFolder({ ...origin, url: origin.template })
  await sweepFolders()
  const { place, session } =
    origin.template === undefined
      ? { place: undefined, session: await openEmbedded(undefined, options.showValues) }
      : await copyTemplate(origin.template, options)
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
    replay: (scripts, schema) => replayScripts(session, scripts, schema),
  }
}

/** Under the template's lock, since a folder that someone is writing to gives a broken copy. In memory, unless it is too large for that. */
async function copyTemplate(
  template: string,
  options: DatabasesOptions,
): Promise<{ place: string | undefined; session: Session }> {
  const lock = await lockFolder(template, options.folderWait)
  if (lock === 'busy') throw busy(template)
  try {
    if (folderSize(template) <= options.memoryCopy)
      return { place: undefined, session: await openEmbedded({ copyOf: template }, options.showValues) }
    const place = join(tmpdir(), scratchName(Date.now()))
    return { place, session: await openCopy(template, place, options) }
  } finally {
    await lock.release()
  }
}

async function openCopy(template: string, place: string, options: DatabasesOptions): Promise<Session> {
  try {
    await cp(template, place, { recursive: true, errorOnExist: true, force: false })
    return await openEmbedded(place, options.showValues)
  } catch (error) {
    await rm(place, { recursive: true, force: true })
    throw error
  }
}

async function sweepFolders(): Promise<void> {
  const now = Date.now()
  for (const name of await readdir(tmpdir())) {
    if (isLeftover(name, now)) await rm(join(tmpdir(), name), { recursive: true, force: true })
  }
}

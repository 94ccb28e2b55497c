import { StagecoachError, type ProvisionOrigin } from '@stagecoach/core'
import { existsSync } from 'node:fs'
import { cp, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { openEmbedded } from '../engine/embedded-session.ts'
import { lockFolder } from '../engine/folder-lock.ts'
import type { DatabasesOptions } from '../options.ts'
import type { Holder } from '../runner/fence.ts'
import { checkFolder } from '../target/embedded-folder.ts'
import { busy } from '../target/embedded-target.ts'
import { askWhetherItMayGo, isSettled, settle } from './settle.ts'

/** Puts a settled copy of the closed template folder in the place of the environment's folder, under the locks of both. Errors: `database-busy`, `fenced`, `provision-refused`. */
export async function provisionEmbedded(
  origin: ProvisionOrigin,
  holder: Holder,
  mayGo: (operation: string) => void,
  options: DatabasesOptions,
): Promise<'provisioned' | 'kept'> {
  checkFolder(origin)
  const folder = origin.url.replace(/\/+$/, '')
  const [fresh, old] = [`${folder}.stagecoach-new`, `${folder}.stagecoach-old`]
  if (resolve(folder) === resolve(origin.template)) throw ownTemplate(folder)
  const lock = await lockFolder(folder, options.folderWait)
  if (lock === 'busy') throw busy(folder)
  try {
    // Killed between the two renames below: the folder that was there is the one to begin with again.
    if (!existsSync(folder) && existsSync(old)) await rename(old, folder)
    const kept =
      existsSync(folder) &&
      (await inSession(folder, options, async (session) => {
        await askWhetherItMayGo(session, mayGo)
        return isSettled(session, holder)
      }))
    for (const leftover of [fresh, old]) await rm(leftover, { recursive: true, force: true })
    if (kept) return 'kept'
    await copyTemplate(origin.template, fresh, options)
    await inSession(fresh, options, (session) => settle(session, holder))
    if (existsSync(folder)) await rename(folder, old)
    await rename(fresh, folder)
    await rm(old, { recursive: true, force: true })
    return 'provisioned'
  } finally {
    await lock.release()
  }
}

/** Under the template's lock, since a folder that someone is writing to gives a broken copy. */
async function copyTemplate(template: string, to: string, options: DatabasesOptions): Promise<void> {
  if (!existsSync(template))
    throw new StagecoachError('provision-refused', `There is no template in the folder "${template}".`, {
      hint: 'Make it, or name another folder in `template`.',
    })
  const lock = await lockFolder(template, options.folderWait)
  if (lock === 'busy') throw busy(template)
  try {
    await cp(template, to, { recursive: true, errorOnExist: true, force: false })
  } finally {
    await lock.release()
  }
}

export async function inSession<T>(
  folder: string,
  { showValues }: DatabasesOptions,
  work: (session: Awaited<ReturnType<typeof openEmbedded>>) => Promise<T>,
): Promise<T> {
  const session = await openEmbedded(folder, showValues)
  return work(session).finally(() => session.close())
}

function ownTemplate(folder: string): StagecoachError {
  return new StagecoachError('provision-refused', `The folder "${folder}" is its own template.`, {
    hint: 'Name another folder in `template`: a production-like one that no environment uses.',
  })
}

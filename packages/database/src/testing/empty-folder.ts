import { existsSync, rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openEmbedded } from '../engine/embedded-session.ts'

/** Folder that test files share what they prepare in; `shared-folder.ts` makes it for a run. */
export const sharedFolderVariable = 'STAGECOACH_TEST_SHARED_FOLDER'

let made: Promise<string> | undefined

/** Makes a closed, empty database of the embedded engine in a folder that does not exist yet. The first one of a run is initialised, which takes seconds; the others are copies of it. */
export async function makeEmptyFolder(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  await cp(await (made ??= prepared(process.env[sharedFolderVariable])), folder, {
    recursive: true,
    errorOnExist: true,
    force: false,
  })
}

/** Of several processes that come first, the one that is done first wins. Without a shared folder each process has its own, gone with it. */
async function prepared(shared: string | undefined): Promise<string> {
  const home = shared ?? (await mkdtemp(join(tmpdir(), 'stagecoach-empty-')))
  if (shared === undefined) process.once('exit', () => rmSync(home, { recursive: true, force: true }))
  const folder = join(home, 'empty')
  if (existsSync(folder)) return folder
  const draft = await mkdtemp(join(home, 'draft-'))
  const session = await openEmbedded(join(draft, 'empty'), true)
  await session.close()
  await rename(join(draft, 'empty'), folder).catch((error: unknown) => {
    if (!existsSync(folder)) throw error
  })
  await rm(draft, { recursive: true, force: true })
  return folder
}

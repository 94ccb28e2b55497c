import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharedFolderVariable } from './empty-folder.ts'

/** Set-up of a whole test run: a folder in which its processes share what takes long to prepare. Answers with what clears it away. */
export default async function setUp(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'stagecoach-shared-'))
  process.env[sharedFolderVariable] = folder
  return () => rm(folder, { recursive: true, force: true })
}

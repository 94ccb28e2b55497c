import { StagecoachError, type Workspace } from '@stagecoach/core'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize, sep } from 'node:path'

/** Fresh folders below `parent`, which is made when missing. */
export function createWorkspace(parent: string): Workspace {
  const made: string[] = []
  return {
    async unpack(files) {
      const bad = [...files.keys()].find(escapes)
      if (bad !== undefined)
        throw new StagecoachError('path-escapes', `The path ${JSON.stringify(bad)} leaves its folder.`, {
          hint: 'Use paths relative to the folder, without "..".',
        })
      await mkdir(parent, { recursive: true })
      const folder = await mkdtemp(join(parent, 'work-'))
      made.push(folder)
      for (const [path, { bytes, executable }] of files) await put(join(folder, path), bytes, executable)
      return folder
    },
    async dispose() {
      for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true })
    },
  }
}

async function put(path: string, bytes: Uint8Array, executable: boolean): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  // 'wx': two paths that a case-insensitive disk takes for one must not overwrite each other.
  await writeFile(path, bytes, { mode: executable ? 0o755 : 0o644, flag: 'wx' })
}

function escapes(path: string): boolean {
  const plain = normalize(path)
  return path === '' || path.includes('\0') || isAbsolute(path) || plain === '..' || plain === '.' || plain.startsWith(`..${sep}`)
}

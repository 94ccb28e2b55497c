import { StagecoachError, type Workspace } from '@stagecoach/core'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize, sep } from 'node:path'
import { collectFiles } from './collect-files.ts'
import { executableList, formatExecutableList } from './executable-list.ts'

type Files = Parameters<Workspace['unpack']>[0]

/** Fresh folders below `parent`, which is made when missing. */
export function createWorkspace(parent: string): Workspace {
  const made: string[] = []
  return {
    async unpack(files) {
      checkPaths(files)
      await mkdir(parent, { recursive: true })
      const folder = await mkdtemp(join(parent, 'work-'))
      made.push(folder)
      await putAll(folder, files, 'wx')
      return folder
    },
    collect: collectFiles,
    async write(folder, files) {
      checkPaths(files)
      const executables = [...files].filter(([, { executable }]) => executable).map(([path]) => path)
      const list = { bytes: formatExecutableList(executables), executable: false }
      await putAll(folder, new Map([...files, [executableList, list]]), 'w')
    },
    async dispose() {
      for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** With 'wx' two paths that a case-insensitive disk takes for one do not overwrite each other. */
async function putAll(folder: string, files: Files, flag: 'w' | 'wx'): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [path, { bytes, executable }] of files) {
    const place = join(folder, path)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, bytes, { mode: executable ? 0o755 : 0o644, flag })
  }
}

function checkPaths(files: Files): void {
  const bad = [...files.keys()].find(escapes)
  if (bad === undefined) return
  throw new StagecoachError('path-escapes', `The path ${JSON.stringify(bad)} leaves its folder.`, {
    hint: 'Use paths relative to the folder, without "..".',
  })
}

function escapes(path: string): boolean {
  const plain = normalize(path)
  return path === '' || path.includes('\0') || isAbsolute(path) || plain === '..' || plain === '.' || plain.startsWith(`..${sep}`)
}

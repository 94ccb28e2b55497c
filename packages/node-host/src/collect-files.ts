import { StagecoachError } from '@stagecoach/core'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import picomatch from 'picomatch'
import { executableList, readExecutableList } from './executable-list.ts'

export type Files = Map<string, { bytes: Uint8Array; executable: boolean }>

/**
 * Regular files below `folder` whose path (with forward slashes) matches a glob, in order of path; `.git` is never looked into and links are never followed.
 * Errors: `release-link` for a link that matches, `folder-missing`.
 */
export async function collectFiles(folder: string, globs: readonly string[]): Promise<Files> {
  const matches = picomatch([...globs], { dot: true })
  const found = (await walk(folder, folder)).filter(({ path }) => path !== executableList && matches(path))
  const link = found.find((entry) => entry.link)
  if (link !== undefined)
    throw new StagecoachError('release-link', `"${link.path}" is a link; a release holds regular files only.`, {
      hint: 'Let the build copy the file, or narrow release.files in the configuration.',
    })
  const executables = await readExecutableList(folder)
  const files: Files = new Map()
  for (const { path } of found.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const place = join(folder, path)
    const executable = executables?.has(path) ?? ((await stat(place)).mode & 0o100) !== 0
    files.set(path, { bytes: await readFile(place), executable })
  }
  return files
}

interface Entry {
  path: string
  link: boolean
}

async function walk(root: string, folder: string): Promise<Entry[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new StagecoachError('folder-missing', `The folder "${folder}" cannot be read.`, {
      hint: 'Check out or download it before.',
      cause,
    })
  })
  const found: Entry[] = []
  for (const entry of entries) {
    const place = join(folder, entry.name)
    const path = relative(root, place).split(sep).join('/')
    if (path === '.git') continue
    if (entry.isDirectory()) found.push(...(await walk(root, place)))
    else if (entry.isFile() || entry.isSymbolicLink()) found.push({ path, link: entry.isSymbolicLink() })
  }
  return found
}

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryRoot } from '../repository-root.ts'

export interface SourceFile {
  /** Relative to the checkout. */
  path: string
  text: string
}

/** The TypeScript that git knows or would add, generated folders left out, in order of path. */
export async function readSources(): Promise<SourceFile[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '*.ts']
  const { stdout } = await promisify(execFile)('git', args, { cwd: repositoryRoot, maxBuffer: 1 << 26 })
  const paths = [...new Set(stdout.split('\0'))].filter((path) => path !== '' && !path.endsWith('.d.ts')).sort()
  const read = paths.map((path) => readFile(join(repositoryRoot, path), 'utf8').then((text) => ({ path, text })))
  const settled = await Promise.allSettled(read)
  // A file that git still lists but somebody has just deleted is no part of the house any more.
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}

export function isTest(path: string): boolean {
  return /\.test\.ts$|\/testing\/|^test\//.test(path)
}

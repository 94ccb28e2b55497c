import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { git, GitFailure, runGit } from './run-git.ts'

export const zeroId = '0'.repeat(40)

export interface Ref {
  readonly name: string
  readonly sha: string
  readonly type: string
}

/** Refs at or under prefixes such as `refs/heads` (all when none), sorted by name. */
export async function listRefs(path: string, ...prefixes: string[]): Promise<readonly Ref[]> {
  const text = await git(path, ['for-each-ref', '--format=%(refname)%00%(objectname)%00%(objecttype)', ...prefixes])
  return text.split('\n').flatMap((line) => {
    const [name, sha, type] = line.split('\0')
    return name && sha && type ? [{ name, sha, type }] : []
  })
}

/** git's rules for the names of refs (git-check-ref-format), for full names such as `refs/heads/x`. */
export function isRefName(name: string): boolean {
  if (!name.startsWith('refs/') || name.endsWith('.') || name.includes('..') || name.includes('@{')) return false
  // Control characters are among what git refuses.
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x20\x7f~^:?*[\\]/.test(name)) return false
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String(error.code)))
      return undefined
    throw error
  }
}

/**
 * The object id a full ref name points at (a tag object for an annotated tag). Read from the files, because a process
 * for each ref is what a busy server spends its time on.
 */
export async function readRef(path: string, name: string): Promise<string | undefined> {
  if (!isRefName(name)) return undefined
  const loose = /^[0-9a-f]{40}/.exec((await readText(join(path, name))) ?? '')?.[0]
  if (loose !== undefined) return loose
  const packed = (await readText(join(path, 'packed-refs'))) ?? ''
  return packed
    .split('\n')
    .find((line) => line.endsWith(` ${name}`))
    ?.slice(0, 40)
}

/** Compare-and-swap; `undefined` means absent on either side. False when the ref was not as expected. */
export async function swapRef(
  path: string,
  name: string,
  expected: string | undefined,
  next: string | undefined,
): Promise<boolean> {
  const args =
    next === undefined ? ['update-ref', '-d', name, expected ?? zeroId] : ['update-ref', name, next, expected ?? zeroId]
  try {
    await git(path, args)
    return true
  } catch (error) {
    if (error instanceof GitFailure) return false
    throw error
  }
}

/** The commit a person means by a branch, tag, full ref or (short) object id, in GitHub's order. */
export async function resolveCommit(path: string, name: string): Promise<string | undefined> {
  if (name.startsWith('-') || name === '') return undefined
  const candidates = /^[0-9a-f]{4,40}$/.test(name)
    ? [name, `refs/heads/${name}`, `refs/tags/${name}`]
    : [
        `refs/heads/${name}`,
        `refs/tags/${name}`,
        name.startsWith('refs/') ? name : `refs/${name}`,
        ...(name === 'HEAD' ? [name] : []),
      ]
  for (const candidate of candidates) {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${candidate}^{commit}`]
    const { code, stdout } = await runGit(path, args, { accept: [0, 1, 128] })
    if (code === 0) return stdout.toString('utf8').trim()
  }
  return undefined
}

export async function objectType(path: string, id: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{40}$/.test(id)) return undefined
  const { code, stdout } = await runGit(path, ['cat-file', '-t', id], { accept: [0, 1, 128] })
  return code === 0 ? stdout.toString('utf8').trim() : undefined
}

export async function isAncestor(path: string, older: string, newer: string): Promise<boolean> {
  const { code } = await runGit(path, ['merge-base', '--is-ancestor', older, newer], { accept: [0, 1] })
  return code === 0
}

export async function mergeBase(path: string, one: string, other: string): Promise<string | undefined> {
  const { code, stdout } = await runGit(path, ['merge-base', one, other], { accept: [0, 1] })
  return code === 0 ? stdout.toString('utf8').trim().split('\n')[0] : undefined
}

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

/** The object id a full ref name points at (a tag object for an annotated tag). */
export async function readRef(path: string, name: string): Promise<string | undefined> {
  if (!(await isRefName(path, name))) return undefined
  const { code, stdout } = await runGit(path, ['rev-parse', '--verify', '--quiet', name], { accept: [0, 1, 128] })
  return code === 0 ? stdout.toString('utf8').trim() : undefined
}

export async function isRefName(path: string, name: string): Promise<boolean> {
  const { code } = await runGit(path, ['check-ref-format', name], { accept: [0, 1, 128] })
  return code === 0
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

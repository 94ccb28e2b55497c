import { readdirSync, readFileSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { join } from 'node:path'
import type { BareRepository } from './bare-repository.ts'
import { objectType, peelToCommit } from './objects.ts'

export const zeroId = '0'.repeat(40)

export interface Ref {
  readonly name: string
  readonly sha: string
  readonly type: string
}

/** Name and object id. */
export type RefTip = readonly [name: string, sha: string]

/** git's rules for the names of refs (git-check-ref-format), for full names such as `refs/heads/x`. */
export function isRefName(name: string): boolean {
  if (!name.startsWith('refs/') || name.endsWith('.') || name.includes('..') || name.includes('@{')) return false
  // eslint-disable-next-line no-control-regex -- control characters are among what git refuses
  if (/[\x00-\x20\x7f~^:?*[\\]/.test(name)) return false
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
}

function absent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String(error.code))
}

/** A file of some bytes that the system has in memory: waiting for a thread to read it would cost more than reading it. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (absent(error)) return undefined
    throw error
  }
}

function readFolder(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (absent(error)) return []
    throw error
  }
}

function packedTips(bare: BareRepository): readonly RefTip[] {
  const lines = (readText(join(bare.path, 'packed-refs')) ?? '').split('\n')
  return lines.flatMap((line): RefTip[] => (/^[0-9a-f]{40} refs\//.test(line) ? [[line.slice(41), line.slice(0, 40)]] : []))
}

function looseTip(bare: BareRepository, name: string): string | undefined {
  return /^[0-9a-f]{40}/.exec(readText(join(bare.path, name)) ?? '')?.[0]
}

function looseTips(bare: BareRepository, folder: string, prefixes: readonly string[]): readonly RefTip[] {
  return readFolder(join(bare.path, folder)).flatMap((entry): readonly RefTip[] => {
    const name = `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      const meets = prefixes.some((prefix) => prefix.startsWith(`${name}/`) || `${name}/`.startsWith(prefix))
      return meets ? looseTips(bare, name, prefixes) : []
    }
    const wanted = isRefName(name) && prefixes.some((prefix) => name.startsWith(prefix))
    const sha = wanted ? looseTip(bare, name) : undefined
    return sha === undefined ? [] : [[name, sha]]
  })
}

/** What the refs whose names begin with a prefix (default: all refs) point at, sorted by name. Read from the files, as readRef does. */
export function refTips(bare: BareRepository, prefixes: readonly string[] = ['refs/']): readonly RefTip[] {
  const loose = looseTips(bare, 'refs', prefixes)
  const packed = packedTips(bare).filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix)))
  return [...new Map([...packed, ...loose])].sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
}

/** The same with the types of what they point at. */
export async function listRefs(bare: BareRepository, prefix = 'refs/'): Promise<readonly Ref[]> {
  const typed = refTips(bare, [prefix]).map(async ([name, sha]) => ({
    name,
    sha,
    type: (await objectType(bare, sha)) ?? 'commit',
  }))
  return Promise.all(typed)
}

/**
 * The object id a full ref name points at (a tag object for an annotated tag). Read from the files, because a process
 * for each ref is what a busy server spends its time on.
 */
export function readRef(bare: BareRepository, name: string): string | undefined {
  if (!isRefName(name)) return undefined
  return looseTip(bare, name) ?? packedTips(bare).find(([packed]) => packed === name)?.[1]
}

/** The commit a person means by a branch, tag, full ref or (short) object id, in GitHub's order. */
export async function resolveCommit(bare: BareRepository, name: string): Promise<string | undefined> {
  if (/^[0-9a-f]{4,40}$/.test(name)) {
    const found = name.length === 40 ? await peelToCommit(bare, name) : (await bare.objects.info(`${name}^{commit}`))?.sha
    if (found !== undefined) return found
  }
  for (const ref of [`refs/heads/${name}`, `refs/tags/${name}`, name.startsWith('refs/') ? name : `refs/${name}`]) {
    const sha = readRef(bare, ref)
    const commit = sha === undefined ? undefined : await peelToCommit(bare, sha)
    if (commit !== undefined) return commit
  }
  return name === 'HEAD' ? (await bare.objects.info('HEAD^{commit}'))?.sha : resolveRevision(bare, name)
}

/** Revisions such as `main~1`, which no ref can be called. */
async function resolveRevision(bare: BareRepository, name: string): Promise<string | undefined> {
  if (!/[~^]\d*$/.test(name) || !isRefName(`refs/heads/${name.replace(/[~^\d]+$/, '')}`)) return undefined
  return (await bare.objects.info(`refs/heads/${name}^{commit}`))?.sha ?? (await bare.objects.info(`${name}^{commit}`))?.sha
}

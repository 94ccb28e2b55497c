import type { BareRepository } from './bare-repository.ts'
import { diffTrees } from './diff-trees.ts'
import { git } from './run-git.ts'

export type FileStatus = 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed'

export interface ChangedFile {
  readonly path: string
  readonly previousPath?: string
  readonly status: FileStatus
  /** Blob after the change (before it for a removed file). */
  readonly blob: string
  readonly additions: number
  readonly deletions: number
  /** The hunks without the header lines; absent for binary files. */
  readonly patch?: string
}

const statuses: Record<string, FileStatus> = { A: 'added', D: 'removed', M: 'modified', R: 'renamed', C: 'copied', T: 'changed' }

interface RawEntry {
  readonly path: string
  readonly previousPath?: string
  readonly status: FileStatus
  readonly blob: string
}

function parseRaw(text: string): RawEntry[] {
  const fields = text.split('\0')
  const entries: RawEntry[] = []
  for (let at = 0; at < fields.length;) {
    const match = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[at] ?? '')
    if (match === null) break
    const [, before = '', after = '', letter = 'M'] = match
    const moved = letter === 'R' || letter === 'C'
    const first = fields[at + 1] ?? ''
    const path = moved ? (fields[at + 2] ?? '') : first
    entries.push({
      path,
      ...(moved ? { previousPath: first } : {}),
      status: statuses[letter] ?? 'modified',
      blob: letter === 'D' ? before : after,
    })
    at += moved ? 3 : 2
  }
  return entries
}

function countLines(patch: string, sign: '+' | '-'): number {
  return patch.split('\n').filter((line) => line.startsWith(sign)).length
}

/** What differs between two commits or trees, renames found, in git's order. */
export function changedFiles(bare: BareRepository, before: string, after: string): Promise<readonly ChangedFile[]> {
  return bare.diffs.of(`${before} ${after}`, async () => {
    if ((await diffTrees(bare, before, after)).length === 0) return []
    const format = ['--no-color', '--no-ext-diff', '--full-index', '--raw', '--no-abbrev', '-z', '--patch']
    const text = await git(bare.path, ['diff', '-M', ...format, before, after])
    // An empty field stands between the list and the patches.
    const end = text.indexOf('\0\0')
    const patches = text.slice(end + 2).split(/^(?=diff --git )/m)
    return parseRaw(text.slice(0, end)).map((entry, index) => withPatch(entry, patches[index] ?? ''))
  })
}

function withPatch(entry: RawEntry, text: string): ChangedFile {
  const start = text.search(/^@@ /m)
  const patch = start < 0 ? undefined : text.slice(start).replace(/\n$/, '')
  return {
    ...entry,
    additions: patch === undefined ? 0 : countLines(patch, '+'),
    deletions: patch === undefined ? 0 : countLines(patch, '-'),
    ...(patch === undefined ? {} : { patch }),
  }
}

/** Only the names, both sides of a rename. */
export async function changedPaths(bare: BareRepository, before: string, after: string): Promise<readonly string[]> {
  return (await diffTrees(bare, before, after)).map(({ path }) => path)
}

/** Workflow files that `after` has new or different from `before`. */
export async function changedWorkflows(bare: BareRepository, before: string, after: string): Promise<readonly string[]> {
  const changed = (await diffTrees(bare, before, after)).filter(({ status }) => status !== 'D')
  return changed.map(({ path }) => path).filter((path) => path.startsWith('.github/workflows/'))
}

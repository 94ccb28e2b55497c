import type { Conflict } from '@stagecoach/core'
import { mustGit, type PersonGit } from '../remote/person-git.ts'
import { holdsMarkers, type Decision, type Decisions } from './decision.ts'
import { markUnmerged } from './lay-out.ts'
import type { ResolveState } from './resolve-state.ts'

export interface WorktreeReading {
  decisions: Decisions
  /** Paths still open, with what is missing. */
  open: Map<string, string>
  /** Changes elsewhere, which no promotion may carry. */
  foreign: string[]
}

/** A path counts as decided when it was staged, or edited until no marker was left; one without markers (deleted here, binary) only when it was staged. */
export async function readWorktree(git: PersonGit, state: ResolveState): Promise<WorktreeReading> {
  const open = new Map<string, string>()
  const decisions = new Map<string, Decision>()
  for (const conflict of state.conflicts) {
    const { path } = conflict
    const unmerged = (await mustGit(git, ['ls-files', '-u', '-z', '--', path])) !== ''
    const textual = conflict.ours !== undefined && conflict.theirs !== undefined && (await isText(git, conflict))
    if (unmerged && !textual) open.set(path, `stage what shall be (git add or git rm), or say --ours or --theirs ${path}`)
    else {
      await mustGit(git, ['add', '-A', '--', path])
      const decision = await staged(git, path)
      if (decision.kind === 'file' && holdsMarkers(decision.bytes)) {
        open.set(path, 'conflict markers are left')
        // Staging was tried only to apply the person's filters.
        await markUnmerged(git, [conflict])
      } else decisions.set(path, decision)
    }
  }
  return { decisions, open, foreign: await foreignPaths(git, state) }
}

async function isText(git: PersonGit, { ours, theirs }: Conflict): Promise<boolean> {
  for (const side of [ours, theirs]) {
    const { bytes } = await git(['cat-file', 'blob', side?.oid ?? ''])
    if (bytes.subarray(0, 8000).includes(0)) return false
  }
  return true
}

async function staged(git: PersonGit, path: string): Promise<Decision> {
  const line = (await mustGit(git, ['ls-files', '-s', '-z', '--', path])).split('\0').find((each) => each.endsWith(`\t${path}`))
  const [mode, oid] = line?.split(' ') ?? []
  if (mode === undefined || oid === undefined) return { kind: 'deleted' }
  return { kind: 'file', mode, bytes: (await git(['cat-file', 'blob', oid])).bytes }
}

async function foreignPaths(git: PersonGit, { start, conflicts }: ResolveState): Promise<string[]> {
  const conflicted = new Set(conflicts.map((conflict) => conflict.path))
  const changed = await mustGit(git, ['diff', '--name-only', '-z', '--no-renames', start])
  const added = await mustGit(git, ['ls-files', '--others', '--exclude-standard', '-z'])
  return [...new Set(`${changed}${added}`.split('\0'))].filter((path) => path !== '' && !conflicted.has(path))
}

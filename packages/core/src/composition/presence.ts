import type { ForeignEntry } from '../ledger/record.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Commit } from '../ports/git.ts'
import { readState } from './branch-state.ts'
import type { BranchState } from './branch-state.ts'
import { additionMerge, withPackageIn } from './with.ts'
import type { MergingGit } from './with.ts'

type Verdict = ForeignEntry['verdicts'][string]

/** What is asked about one package and one commit that no intent foresaw. */
export interface PresenceFacts {
  /** The commit changes one of the paths that the package changes. */
  touches: boolean
  /** It changes what the branch says of the package. */
  relisted: boolean
  /** Merging the package into the commit changes nothing and conflicts nowhere. */
  noop: boolean
  /** Merging the package gives, on its paths, the same result before and after the commit, but for what the commit itself changes. */
  unmoved: boolean
  /** The commit's content is, on the package's paths, exactly what taking the package out before it gives. */
  takenOut: boolean
}

/** Present, absent or unknown, never a guess; `noted` when the commit leaves the package as it was. */
export function judgePresence(facts: PresenceFacts): { verdict: Verdict; reason?: string } {
  if (!facts.touches && !facts.relisted) return { verdict: 'noted' }
  if (facts.noop) return { verdict: 'present' }
  // As it was before, which another verdict may have called unknown; so this one must not call it present.
  if (facts.unmoved && !facts.relisted) return { verdict: 'noted' }
  if (facts.takenOut) return { verdict: 'absent', reason: 'its change is not there' }
  if (facts.relisted) return { verdict: 'unknown', reason: 'what the branch says of it was changed by hand' }
  return { verdict: 'unknown', reason: 'its paths were changed, and merging it again gives another result than before' }
}

/** Judges a commit for every package in `packages` (what the branch lists), against its first parent or an earlier one in `since`. */
export async function judgeForeignCommit(
  git: MergingGit,
  commit: Commit,
  packages: readonly PackageRef[],
  since: Oid | undefined = commit.parents[0],
): Promise<{ verdicts: Record<string, Verdict>; reason: string }> {
  const parent = since ?? (await git.editTree(undefined, new Map()))
  const [before, after] = [await readState(git, parent), await readState(git, commit.oid)]
  const changed = new Set((await git.diff(before.content, after.content)).map((change) => change.path))
  const verdicts: Record<string, Verdict> = {}
  const reasons: string[] = []
  for (const pkg of packages) {
    const { verdict, reason } = judgePresence(await gatherPresence(git, pkg, before, after, changed))
    verdicts[pkg.name] = verdict
    if (reason !== undefined) reasons.push(`${pkg.name}: ${reason}`)
  }
  const what = `commit ${commit.oid.slice(0, 12)}`
  return { verdicts, reason: reasons.length === 0 ? `${what} leaves every package as it was` : `${what} (${reasons.join('; ')})` }
}

async function gatherPresence(
  git: MergingGit,
  pkg: PackageRef,
  before: BranchState,
  after: BranchState,
  changed: ReadonlySet<string>,
): Promise<PresenceFacts> {
  const paths = await packagePaths(git, pkg)
  const touches = paths.some((path) => changed.has(path))
  const listed = (state: BranchState) => state.packages.find((each) => each.name === pkg.name)?.digest
  const relisted = listed(before) !== listed(after)
  if (!touches && !relisted) return { touches, relisted, noop: false, unmoved: false, takenOut: false }
  const [merged, mergedBefore] = [await additionMerge(git, after.content, pkg), await additionMerge(git, before.content, pkg)]
  // Both results are compared with the commit's own change carried over: taken bare, a plain revert would count as 'the same result'.
  const expected = await git.merge(before.content, after.content, mergedBefore.tree)
  const out = await withPackageIn(git, before, pkg.name)
  return {
    touches,
    relisted,
    noop: merged.kind === 'clean' && merged.tree === after.content,
    unmoved: expected.kind === 'clean' && (await sameOn(git, paths, expected.tree, merged.tree)),
    takenOut: out.kind === 'clean' && (await sameOn(git, paths, out.tree, after.content)),
  }
}

/** Old and new paths of everything the package changes, its migrations included. */
export async function packagePaths(git: MergingGit, pkg: PackageRef): Promise<string[]> {
  return (await git.diff(pkg.base, pkg.source)).map((change) => change.path).filter((path) => !path.startsWith('.stagecoach/'))
}

async function sameOn(git: MergingGit, paths: readonly string[], a: Oid, b: Oid): Promise<boolean> {
  const different = new Set((await git.diff(a, b)).map((change) => change.path))
  return !paths.some((path) => different.has(path))
}

import type { Oid, PackageRef } from '../package/package.ts'
import type { GitObjects, Merger, MergeResult } from '../ports/git.ts'
import { contentId, readState } from './branch-state.ts'
import type { BranchState } from './branch-state.ts'
import { findPackage } from './composition.ts'
import { hiddenConflicts, markConflicts } from './computed-conflicts.ts'
import type { Computed } from './computed-conflicts.ts'

export type MergingGit = GitObjects & Merger

/** What a state consists of: a content, and the packages it is said to hold. */
export type State = Pick<BranchState, 'content' | 'packages'>

/** The primitive of every branch change (design §5): the content (no `.stagecoach/`) of state S holding package p at version v, or without p when v is undefined.
 *  Everything it reads is named by ids in S and v, so the same arguments give the same tree on every machine.
 *  It differs from the design in one point (ADR): one version takes another's place in one merge, not by taking the first out; others' changes on its files survive. */
export async function withPackageIn(
  git: MergingGit,
  state: State | Oid,
  name: string,
  version?: PackageRef,
): Promise<MergeResult> {
  const primitive = new Primitive(git)
  const before = typeof state === 'string' ? await primitive.stateAt(state) : state
  return primitive.with(before, name, version)
}

/** A version into a target: the primitive on the target's tip. Base is the version's base holding what the target holds of the package, ours the tip, theirs the source. */
export function promotionMerge(git: MergingGit, target: State, version: PackageRef): Promise<MergeResult> {
  return withPackageIn(git, target, version.name, version)
}

/** The package as if the content held nothing of it. Used to ask whether it is there: then it changes nothing. */
export function additionMerge(git: MergingGit, content: Oid, version: PackageRef): Promise<MergeResult> {
  return withPackageIn(git, { content, packages: [] }, version.name, version)
}

/** One evaluation: what it computes on the way is remembered by (content, held version, package, version). */
export class Primitive {
  readonly #git: MergingGit
  readonly #states = new Map<Oid, Promise<State>>()
  readonly #contents = new Map<Oid, Promise<Oid>>()
  readonly #computed = new Map<string, Promise<Computed>>()

  constructor(git: MergingGit) {
    this.#git = git
  }

  stateAt(commit: Oid): Promise<State> {
    return remember(this.#states, commit, () => readState(this.#git, commit))
  }

  /** The outermost merge, whose conflicts a person sees. */
  async with(state: State, name: string, version: PackageRef | undefined): Promise<MergeResult> {
    const held = findPackage(state.packages, name, version)
    if (held?.digest === version?.digest) return { kind: 'clean', tree: state.content }
    if (version !== undefined) {
      return this.merge(await this.#computedAt(version.base, name, held), state.content, await this.#source(version))
    }
    if (held === undefined) return { kind: 'clean', tree: state.content }
    return this.merge(await this.#source(held), state.content, await this.#computedAt(held.base, name, undefined))
  }

  /** The same on the way, at a production commit. Ends because a commit can only name earlier ones. Conflicts stay as text, as in git's recursive merge. */
  async #computedAt(commit: Oid, name: string, version: PackageRef | undefined): Promise<Computed> {
    const state = await this.stateAt(commit)
    const key = [state.content, findPackage(state.packages, name, version)?.digest, name, version?.digest].join(' ')
    return remember(this.#computed, key, async () => markConflicts(this.#git, await this.with(state, name, version)))
  }

  /** A three-way merge whose base and other side may have been computed: what conflicted on the way there conflicts here. */
  async merge(base: Computed, ours: Oid, theirs: Computed): Promise<MergeResult> {
    const result = await this.#git.merge(base.tree, ours, theirs.tree)
    const hidden = await hiddenConflicts(this.#git, result, base, ours, theirs)
    if (hidden.length === 0) return result
    return { kind: 'conflicts', tree: result.tree, conflicts: [...(result.kind === 'clean' ? [] : result.conflicts), ...hidden] }
  }

  async #source(version: PackageRef): Promise<Computed> {
    const tree = await remember(this.#contents, version.source, () => contentId(this.#git, version.source))
    return { tree, marks: [] }
  }
}

function remember<T>(known: Map<string, Promise<T>>, key: string, compute: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? compute()
  known.set(key, value)
  return value
}

import type { Oid, PackageRef } from '../package/package.ts'
import type { Conflict, GitObjects, Merger, MergeResult } from '../ports/git.ts'
import { contentId, readState } from './branch-state.ts'
import type { BranchState } from './branch-state.ts'
import { carriedMarkers, markConflicts } from './mark-conflicts.ts'

export type MergingGit = GitObjects & Merger

/** What a state consists of: a content, and the packages it is said to hold. */
export type State = Pick<BranchState, 'content' | 'packages'>

/** A conflict of taking a version out, or of bringing one in. */
export type StepConflict = Conflict & { step: 'out' | 'in' }

/** The content (no `.stagecoach/`), with markers where the merges of the outermost steps conflict. */
export type WithResult = { kind: 'clean'; tree: Oid } | { kind: 'conflicts'; tree: Oid; conflicts: StepConflict[] }

/** The primitive of every branch change (design §5): the content of state S holding package p at version v, or without p when v is undefined.
 *  Everything it reads is named by ids in S, so the same S, p and v give the same tree on every machine. */
export async function withPackageIn(
  git: MergingGit,
  state: State | Oid,
  name: string,
  version?: PackageRef,
): Promise<WithResult> {
  const primitive = new Primitive(git)
  const before = typeof state === 'string' ? await primitive.stateAt(state) : state
  return primitive.outermost(before, name, version)
}

/** A package's version into a target: base is the version's base holding what the target holds of this package, so only what is new to the target is merged. */
export async function promotionMerge(git: MergingGit, target: State, version: PackageRef): Promise<MergeResult> {
  const held = find(target, version.name)
  if (held?.digest === version.digest) return { kind: 'clean', tree: target.content }
  const primitive = new Primitive(git)
  const base = await primitive.with(await primitive.stateAt(version.base), version.name, held)
  return git.merge(base.tree, target.content, await primitive.contentAt(version.source))
}

/** The package alone, whatever the target holds of it: what taking it in from nothing would give. Used to ask whether it is there. */
export async function additionMerge(git: MergingGit, content: Oid, version: PackageRef): Promise<MergeResult> {
  const primitive = new Primitive(git)
  const base = await primitive.with(await primitive.stateAt(version.base), version.name, undefined)
  return git.merge(base.tree, content, await primitive.contentAt(version.source))
}

/** A tree that was computed on the way; `marked` when conflicts stand in it as text. */
interface Computed {
  tree: Oid
  marked: boolean
}

interface Step {
  step: 'out' | 'in'
  base: Computed
  theirs: Computed
}

/** One evaluation: what it computes on the way is remembered by (content, held version, package, version). */
class Primitive {
  readonly #git: MergingGit
  readonly #states = new Map<Oid, Promise<State>>()
  readonly #contents = new Map<Oid, Promise<Oid>>()
  readonly #results = new Map<string, Promise<Computed>>()

  constructor(git: MergingGit) {
    this.#git = git
  }

  stateAt(commit: Oid): Promise<State> {
    return remember(this.#states, commit, () => readState(this.#git, commit))
  }

  contentAt(commit: Oid): Promise<Oid> {
    return remember(this.#contents, commit, () => contentId(this.#git, commit))
  }

  /** A computed tree: conflicts in it stay as text, as in git's recursive merge, and cancel out where both sides are equal. */
  with(state: State, name: string, version: PackageRef | undefined): Promise<Computed> {
    const held = find(state, name)
    if (held?.digest === version?.digest) return Promise.resolve({ tree: state.content, marked: false })
    const key = [state.content, held?.digest, name, version?.digest].join(' ')
    return remember(this.#results, key, async () => {
      const result = await this.outermost(state, name, version)
      if (result.kind === 'clean') return { tree: result.tree, marked: false }
      return { tree: await markConflicts(this.#git, result.tree, result.conflicts), marked: true }
    })
  }

  async outermost(state: State, name: string, version: PackageRef | undefined): Promise<WithResult> {
    let tree = state.content
    const conflicts: StepConflict[] = []
    for (const { step, base, theirs } of await this.#steps(find(state, name), version)) {
      const result = await this.#git.merge(base.tree, tree, theirs.tree)
      const found = result.kind === 'conflicts' ? result.conflicts : []
      // A side with conflicts as text wins wherever the other side left the base alone: clean to git, and still no content.
      const carried = theirs.marked ? await carriedMarkers(this.#git, tree, result.tree, found) : []
      conflicts.push(...[...found, ...carried].map((conflict) => ({ ...conflict, step })))
      tree = result.tree
    }
    return conflicts.length === 0 ? { kind: 'clean', tree } : { kind: 'conflicts', tree, conflicts }
  }

  /** The held version out, then the wanted one in. Bases lie ever further back, because a commit cannot name a later one. */
  async #steps(held: PackageRef | undefined, version: PackageRef | undefined): Promise<Step[]> {
    if (held?.digest === version?.digest) return []
    const steps: Step[] = []
    if (held !== undefined) steps.push({ step: 'out', base: await this.#source(held), theirs: await this.#without(held) })
    if (version !== undefined) {
      steps.push({ step: 'in', base: await this.#without(version), theirs: await this.#source(version) })
    }
    return steps
  }

  async #source(version: PackageRef): Promise<Computed> {
    return { tree: await this.contentAt(version.source), marked: false }
  }

  /** What the version was made on, without any version of its package. */
  async #without(version: PackageRef): Promise<Computed> {
    return this.with(await this.stateAt(version.base), version.name, undefined)
  }
}

function find(state: State, name: string): PackageRef | undefined {
  return state.packages.find((each) => each.name === name)
}

function remember<T>(known: Map<string, Promise<T>>, key: string, compute: () => Promise<T>): Promise<T> {
  const value = known.get(key) ?? compute()
  known.set(key, value)
  return value
}

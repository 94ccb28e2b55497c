import type { Oid, PackageRef } from '../package/package.ts'
import type { Conflict, MergeResult, TreeEntry } from '../ports/git.ts'
import { findPackage, withPackage } from './composition.ts'
import { markConflicts, type Computed } from './computed-conflicts.ts'
import { Primitive, type MergingGit, type State } from './with.ts'

/** A version that a state shall hold, or a package that it shall hold no more. */
export type SetChange = PackageRef | { without: string }

export interface SyncMergeRequest {
  /** The environment now. */
  target: State & { commit: Oid }
  /** The production commit whose content the environment contains. */
  baseline: Oid
  /** Production's last verified commit. */
  production: Oid
  /** Versions of production that take the place of older ones in the target, before anything else. */
  raise: readonly PackageRef[]
  /** Production's packages that stay out of the target although it lacks them. */
  leaveOut: readonly PackageRef[]
  /** Commits on the target since its baseline that no operation made: any of them may have brought production's content by hand. */
  otherHands: readonly Oid[]
}

/** One merge of production into the target, with a production commit as what the target contains of it: base = that commit with each package the target lists at production's version or none (design §5),
 *  ours = the target with what is older there raised first, theirs = production. */
export async function mergeFrom(
  git: MergingGit,
  request: Omit<SyncMergeRequest, 'otherHands'>,
  baseline: Oid,
): Promise<MergeResult> {
  const { target, production } = request
  const primitive = new Primitive(git)
  const newest = await primitive.stateAt(production)
  const raised = await holding(git, primitive, target, request.raise)
  const base = await baseOf(git, primitive, baseline, raised.state.packages, newest.packages, request.leaveOut)
  const merge = await primitive.merge({ tree: base.state.content, marks: base.marks }, raised.state.content, {
    tree: newest.content,
    marks: [],
  })
  if (raised.marks.length === 0) return merge
  const conflicts = merge.kind === 'clean' ? [] : merge.conflicts
  // What conflicted while older versions were raised is decided together with the rest, on what the environment really has.
  const sides = await sidesAt(git, raised.marks, { base: base.state.content, ours: target.content, theirs: newest.content })
  const raising = sides.map((each): Conflict => ({
    ...each,
    reason: conflicts.find(({ path }) => path === each.path)?.reason ?? 'content',
  }))
  return {
    kind: 'conflicts',
    tree: merge.tree,
    conflicts: [...conflicts.filter(({ path }) => !raised.marks.includes(path)), ...raising],
  }
}

/** The baseline as the base of a merge: with each package of production that the target has or does without, and no other. */
export async function baseOf(
  git: MergingGit,
  primitive: Primitive,
  baseline: Oid,
  ...[target, production, leaveOut]: [readonly PackageRef[], readonly PackageRef[], readonly PackageRef[]]
): Promise<Changed> {
  const start = await primitive.stateAt(baseline)
  return holding(git, primitive, start, baseChanges(start.packages, target, production, leaveOut))
}

/** What must be changed in the baseline so that it differs from production in nothing but what the target lacks. Taken out first, the newest first; then put in. Pure. */
export function baseChanges(
  baseline: readonly PackageRef[],
  target: readonly PackageRef[],
  production: readonly PackageRef[],
  leaveOut: readonly PackageRef[],
): SetChange[] {
  const wanted = [...target.flatMap((pkg) => findPackage(production, pkg.name, pkg) ?? []), ...leaveOut]
  const stays = (pkg: PackageRef): boolean => findPackage(wanted, pkg.name, pkg) !== undefined
  const out = baseline.filter((pkg) => !stays(pkg)).map(({ name }) => ({ without: name }))
  return [...out.toReversed(), ...production.filter((pkg) => wanted.some((each) => each.digest === pkg.digest))]
}

export interface Changed {
  state: State
  /** Paths that conflicted on the way; a text stands there that nobody wrote. */
  marks: readonly string[]
}

/** A state after several changes of its set, one after another, by the primitive. */
async function holding(git: MergingGit, primitive: Primitive, start: State, changes: readonly SetChange[]): Promise<Changed> {
  let state: State = { content: start.content, packages: start.packages }
  const marks = new Set<string>()
  for (const change of changes) {
    const [name, version] = 'without' in change ? [change.without, undefined] : [change.name, change]
    const computed: Computed = await markConflicts(git, await primitive.with(state, name, version))
    for (const path of computed.marks) marks.add(path)
    state = { content: computed.tree, packages: withPackage(state.packages, change) }
  }
  return { state, marks: [...marks].sort() }
}

/** The three sides of paths as they stand in three trees. */
export async function sidesAt(
  git: MergingGit,
  paths: readonly string[],
  trees: Record<'base' | 'ours' | 'theirs', Oid>,
): Promise<Omit<Conflict, 'reason'>[]> {
  const [base, ours, theirs] = [await entries(git, trees.base), await entries(git, trees.ours), await entries(git, trees.theirs)]
  const side = <K extends string>(key: K, entry: TreeEntry | undefined): { [name in K]?: { mode: string; oid: Oid } } => {
    const sides: { [name in K]?: { mode: string; oid: Oid } } = {}
    if (entry !== undefined) sides[key] = { mode: entry.mode, oid: entry.oid }
    return sides
  }
  return paths.map((path) => ({
    path,
    ...side('base', base.get(path)),
    ...side('ours', ours.get(path)),
    ...side('theirs', theirs.get(path)),
  }))
}

async function entries(git: MergingGit, tree: Oid): Promise<Map<string, TreeEntry>> {
  return new Map((await git.list(tree)).map((entry) => [entry.path, entry]))
}

import type { Oid } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'

/** What one branch of ours was, as the ledger remembers it. */
export interface OurForm {
  tip: Oid
  head: Oid
  tree: Oid
  state: string
  resolvedBy?: string
}

/** Paths that a person's commits on our branch changed, and that neither the promotion as it is now (`replayed`) nor a branch they merged into it explains: the button "Update branch" brings nothing foreign. Empty when nothing would be lost; undefined when their commit stands in the place of a draft, where it may decide conflicts. */
export async function pushedOnTop(
  git: Pick<GitObjects, 'log' | 'diff' | 'commit' | 'mergeBase'>,
  forms: readonly OurForm[],
  { tip, head, replayed }: { tip: Oid; head: Commit; replayed: Oid },
): Promise<string[] | undefined> {
  const pushed = await git.log(tip, head.oid, { firstParent: true })
  const before = await standsOn(git, forms, tip, head, pushed)
  if (before === undefined) return undefined
  const merged = pushed.flatMap((commit) => commit.parents.slice(1))
  let paths = (await git.diff(before, head.tree)).map((change) => change.path)
  for (const other of [replayed, ...merged]) {
    const differs = new Set((await git.diff(other, head.tree)).map((change) => change.path))
    paths = paths.filter((path) => differs.has(path))
  }
  return paths.filter((path) => !path.startsWith('.stagecoach/'))
}

/** The tree that the person began with. */
async function standsOn(
  git: Pick<GitObjects, 'commit' | 'mergeBase'>,
  forms: readonly OurForm[],
  tip: Oid,
  head: Commit,
  pushed: readonly Commit[],
): Promise<Oid | undefined> {
  const ours = pushed.find(({ oid }) => forms.some((form) => form.head === oid && form.resolvedBy === undefined))
  if (ours !== undefined) return ours.tree
  const [parent] = head.parents
  if (parent === tip) return undefined
  const replaced = forms.findLast((form) => form.tip === parent)
  if (replaced !== undefined) return replaced.state === 'ready' ? replaced.tree : undefined
  const start = await git.mergeBase(tip, head.oid)
  return start === undefined ? undefined : (await git.commit(start)).tree
}

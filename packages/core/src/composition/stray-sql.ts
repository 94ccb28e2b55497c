import type { Config } from '../config/config.ts'
import type { ChangedPath, Oid } from '../package/package.ts'
import { contentId, type BranchState } from './branch-state.ts'
import { packagePaths } from './presence.ts'
import type { MergingGit } from './with.ts'

/** SQL that came to a branch, or left it, by no package, by path. */
export interface StraySql {
  /** Below the migrations folder: only what a package holds is run. */
  neverRuns: string[]
  /** Below the objects folder: the next deployment makes the database so, and no gate looked at it. */
  runsUnseen: string[]
}

/** What commits from outside did to SQL between two states of a branch, without what its packages own, whose presence is judged, and what stands so in production's verified commit, where it was decided. */
export async function straySql(
  git: MergingGit,
  { before, after, folders, production }: { before: Oid; after: BranchState; folders: Config['database']; production?: Oid },
): Promise<StraySql> {
  const all = await git.diff(await contentId(git, before), after.content)
  const changes = all.filter(({ path }) => path.endsWith('.sql') && folderOf(folders, path) !== undefined)
  if (changes.length === 0) return { neverRuns: [], runsUnseen: [] }
  const owned = new Set((await Promise.all(after.packages.map((pkg) => packagePaths(git, pkg)))).flat())
  const decided = new Map(production === undefined ? [] : (await git.list(production)).map((entry) => [entry.path, entry]))
  const asDecided = ({ path, after: now }: ChangedPath): boolean => {
    const there = decided.get(path)
    return production !== undefined && there?.oid === now?.oid && there?.mode === now?.mode
  }
  const stray = changes.filter((change) => !owned.has(change.path) && !asDecided(change))
  const paths = (folder: 'migrations' | 'objects'): string[] =>
    stray.filter(({ path }) => folderOf(folders, path) === folder).map(({ path }) => path)
  const gone = new Set(stray.filter((change) => change.after === undefined).map(({ path }) => path))
  return { neverRuns: paths('migrations').filter((path) => !gone.has(path)), runsUnseen: paths('objects') }
}

function folderOf({ migrations, objects }: Config['database'], path: string): 'migrations' | 'objects' | undefined {
  if (path.startsWith(`${migrations}/`)) return 'migrations'
  return objects !== undefined && path.startsWith(`${objects}/`) ? 'objects' : undefined
}

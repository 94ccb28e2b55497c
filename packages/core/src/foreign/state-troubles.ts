import { baselinePath, packageStatePath, readState, type BranchState } from '../composition/branch-state.ts'
import { findPackage } from '../composition/composition.ts'
import { straySql } from '../composition/stray-sql.ts'
import type { Environment } from '../config/config.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Oid } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { foreignCommit } from './foreign-commit.ts'
import type { ForeignCommit, TipTrouble } from './tip-trouble.ts'

/** What commits from outside changed on a branch that its list of packages does not show: a package that is listed no more, the note of what it contains of production, SQL that came by no package.
 *  `commits` are theirs, oldest first. Compared is what stood before the first with what stands now, so taking a change back mends it. */
export async function stateTroubles(
  room: Pick<Room, 'host' | 'config'>,
  world: World,
  environment: Environment,
  commits: readonly Commit[],
  state: BranchState,
): Promise<TipTrouble[]> {
  const before = commits[0]?.parents[0]
  const tip = commits.at(-1)
  if (before === undefined || tip === undefined) return []
  const { git } = room.host
  const was = await readState(git, before)
  const gone = was.packages.filter((pkg) => findPackage(state.packages, pkg.name, pkg) === undefined)
  const unlisted = gone.map(async (pkg): Promise<TipTrouble> => {
    return { kind: 'unlisted', package: pkg, ...(await lastTouch(git, commits, packageStatePath(pkg.name))) }
  })
  // The tip's own word: what `readTarget` puts in where a branch says nothing yet is no edit.
  const edited = (await readState(git, tip.oid)).baseline !== was.baseline
  const noted: TipTrouble = { kind: 'baseline-edited', ...(await lastTouch(git, commits, baselinePath)) }
  return [
    ...(await Promise.all(unlisted)),
    ...(edited ? [noted] : []),
    ...(await sqlTroubles(room, world, environment, { before, commits, state })),
  ]
}

async function sqlTroubles(
  { host: { git }, config }: Pick<Room, 'host' | 'config'>,
  { view }: World,
  { production: isProduction }: Environment,
  { before, commits, state }: { before: Oid; commits: readonly Commit[]; state: BranchState },
): Promise<TipTrouble[]> {
  const production = isProduction ? undefined : config.environments.find((each) => each.production)
  const decided = production === undefined ? undefined : lastVerified(view, production.name)?.commit
  const folders = config.database
  const stray = await straySql(git, { before, after: state, folders, ...(decided === undefined ? {} : { production: decided }) })
  const trouble =
    (runs: boolean) =>
    async (path: string): Promise<TipTrouble> => ({ kind: 'sql-by-hand', path, runs, ...(await lastTouch(git, commits, path)) })
  return Promise.all([...stray.neverRuns.map(trouble(false)), ...stray.runsUnseen.map(trouble(true))])
}

/** The newest of the commits that changed a path. */
async function lastTouch(
  git: Pick<GitObjects, 'diff'>,
  commits: readonly Commit[],
  path: string,
): Promise<{ commit?: ForeignCommit }> {
  for (const commit of commits.toReversed()) {
    const [parent] = commit.parents
    if (parent !== undefined && (await git.diff(parent, commit.oid)).some((change) => change.path === path))
      return { commit: foreignCommit(commit) }
  }
  return {}
}

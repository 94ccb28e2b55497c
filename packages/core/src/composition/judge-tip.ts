import type { Environment } from '../config/config.ts'
import { canonicalJson } from '../digest.ts'
import { explainTrouble } from '../foreign/explain-trouble.ts'
import { foreignCommit } from '../foreign/foreign-commit.ts'
import { lostRecord, recordedTip, rewritten } from '../foreign/lost-record.ts'
import { broughtBy, mergedProposal, type MergedProposal } from '../foreign/merged-proposal.ts'
import { stateTroubles } from '../foreign/state-troubles.ts'
import type { TipTrouble, Unclear } from '../foreign/tip-trouble.ts'
import { packageTrouble, type JudgedCommit } from '../foreign/package-trouble.ts'
import { carriedOut, foreseenBy } from '../ledger/foreseen-by.ts'
import type { ForeignEntry, NewEntry } from '../ledger/record.ts'
import { foreignJudgement } from '../ledger/trusted.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { readState, type BranchState } from './branch-state.ts'
import { knownTree } from './known-tree.ts'
import { judgeForeignCommit } from './presence.ts'
import { readableBefore, unreadableReason } from './readable-state.ts'

/** Whether the branch's word about its packages can be believed. */
export interface TipJudgement {
  unclear: Unclear[]
  /** Every judgement that counts for this tip, oldest commit first. */
  foreign: ForeignEntry[]
  /** The commits they are about. */
  commits: Commit[]
  /** Judgements to record: commits from outside that nobody looked at before. */
  entries: NewEntry[]
}

/** Walks first parents from the tip to the newest commit that a recorded intent foresaw or somebody judged, judges what lies between once, and asks a decision for every package the branch says it holds. */
export async function judgeTip(
  room: Pick<Room, 'host' | 'config'>,
  world: World,
  environment: Environment,
  tip: Commit,
  state: BranchState,
): Promise<TipJudgement> {
  const lost = await lostRecord(room.host.git, world.view, environment.name, tip)
  if (lost !== undefined) {
    return { unclear: [explainTrouble(environment, rewritten(tip, lost))], foreign: [], commits: [], entries: [] }
  }
  const commits = await foreignCommits(room, world, environment, tip)
  const judged: JudgedCommit[] = []
  const entries: NewEntry[] = []
  for (const [index, commit] of commits.entries()) {
    const known = foreignJudgement(world.view, environment.name, commit.oid)
    const entry = known ?? (await judge(room, world, environment, commits, index, state.packages))
    if (known === undefined) entries.push({ ...entry, key: `foreign:${environment.name}:${commit.oid}` })
    judged.push({ commit, entry })
  }
  const unclear: Unclear[] = []
  const merged = mergedProposal(world.view, environment.name, commits, state)
  for (const pkg of state.packages) unclear.push(...(await unclearPackage(room, world, environment, pkg, judged, merged)))
  const troubles = await troublesBeside(room, world, environment, commits, state, merged)
  unclear.push(...troubles.map((trouble) => explainTrouble(environment, trouble)))
  return { unclear, foreign: judged.map(({ entry }) => entry), commits, entries }
}

/** What a sync or repair changed it was to change: only what came before and after it is looked at. */
async function troublesBeside(
  room: Pick<Room, 'host' | 'config'>,
  world: World,
  environment: Environment,
  commits: readonly Commit[],
  state: BranchState,
  merged: MergedProposal | undefined,
): Promise<TipTrouble[]> {
  if (merged === undefined) return stateTroubles(room, world, environment, commits, state)
  const { commit, tip, kind, pullRequest } = merged
  const at = commits.indexOf(commit)
  const before = await readState(room.host.git, tip)
  return [
    { kind: 'proposal-by-hand', proposal: kind, commit: foreignCommit(commit), pullRequest },
    ...(await stateTroubles(room, world, environment, commits.slice(0, at), before)),
    ...(await stateTroubles(room, world, environment, commits.slice(at + 1), state)),
  ]
}

async function unclearPackage(
  { host: { git } }: Pick<Room, 'host'>,
  world: World,
  environment: Environment,
  pkg: PackageRef,
  judged: readonly JudgedCommit[],
  merged: MergedProposal | undefined,
): Promise<Unclear[]> {
  if (isEdited(world, pkg)) {
    const good = recordedTip(world.view, environment.name)?.commit
    const trouble: TipTrouble = { kind: 'file-edited', package: pkg, ...(good === undefined ? {} : { good }) }
    return [explainTrouble(environment, trouble)]
  }
  // A later commit that touches nothing of a package answers no open question about it.
  const found =
    judged.findLast(({ entry }) => (entry.verdicts[pkg.name] ?? 'noted') !== 'noted') ??
    judged.find(({ entry }) => entry.verdicts[pkg.name] !== undefined)
  const verdict = found?.entry.verdicts[pkg.name]
  const doubted = verdict === 'unknown' || verdict === 'absent'
  // An acknowledgement of the doubt is a verdict of its own, about these commits.
  if (!doubted && isDecided(world, environment, pkg)) return []
  // Told once, for all that a sync brings.
  if (!doubted && merged !== undefined && broughtBy(merged).some((each) => each.digest === pkg.digest)) return []
  const about =
    doubted && found !== undefined ? { ...found, migrations: await editedMigrations(git, found.commit, pkg.name) } : undefined
  return [explainTrouble(environment, packageTrouble(world.view, environment, pkg, judged, about))]
}

/** Paths below the package's own folder that the commit changed. */
async function editedMigrations(git: Pick<GitObjects, 'diff'>, { oid, parents }: Commit, name: string): Promise<string[]> {
  const [parent] = parents
  const paths = parent === undefined ? [] : (await git.diff(parent, oid)).map((change) => change.path)
  return paths.filter((path) => path.split('/').at(-2) === name && path.endsWith('.sql'))
}

/** The branch's file and the record of the build speak of one digest, and differ in what they say. */
function isEdited({ view }: World, pkg: PackageRef): boolean {
  const built = view.of('built').find((each) => each.package.digest === pkg.digest)?.package
  return built !== undefined && canonicalJson(built) !== canonicalJson(pkg)
}

/** Oldest first. An environment that Stagecoach never changed has no commit to begin at: its history is what it started with. */
async function foreignCommits(room: Pick<Room, 'host'>, world: World, environment: Environment, tip: Commit): Promise<Commit[]> {
  const known = new Set([
    ...world.view.of('merged', environment.name).map((each) => each.commit),
    ...world.view.of('baseline', environment.name).map((each) => each.commit),
    // Deployed as the branch stood, without a merge.
    ...world.view.of('verification', environment.name).flatMap((each) => (each.passed ? [each.commit] : [])),
  ])
  if (known.size === 0 || known.has(tip.oid) || foreseenBy(world.view, environment.name, tip) !== undefined) return []
  const since = recordedTip(world.view, environment.name)?.commit
  const log = await room.host.git.log(since, tip.oid, { firstParent: true })
  const until = log.findIndex((commit) => known.has(commit.oid) || foreseenBy(world.view, environment.name, commit) !== undefined)
  return (until === -1 ? log : log.slice(0, until)).toReversed()
}

/** A commit after which the state cannot be read says nothing by itself: the next readable one is judged for both. */
async function judge(
  { host: { git } }: Pick<Room, 'host'>,
  world: World,
  environment: Environment,
  commits: readonly Commit[],
  index: number,
  packages: readonly PackageRef[],
): Promise<ForeignEntry> {
  const commit = commits[index]
  if (commit === undefined) throw new Error('A commit that is not there cannot be judged.')
  const about = { kind: 'foreign', environment: environment.name, commit: commit.oid } as const
  const why = await unreadableReason(git, commit.oid)
  if (why !== undefined) return { ...about, verdicts: {}, reason: `commit ${commit.oid.slice(0, 12)} cannot be read: ${why}` }
  const known = await knownTree(git, world, environment, commit, packages)
  if (known !== undefined) return { ...about, ...known }
  const since = await readableBefore(git, commits.slice(0, index))
  return { ...about, ...(await judgeForeignCommit(git, commit, packages, since)) }
}

/** A person looked at it and said that the package is there. */
function acknowledged(world: Pick<World, 'view'>, environment: Pick<Environment, 'name'>, pkg: PackageRef): boolean {
  return world.view
    .of('act')
    .some(
      (act) =>
        act.act === 'acknowledge' &&
        act.environment === environment.name &&
        act.digest === pkg.digest &&
        act.effect === undefined,
    )
}

/** Verified there, started with, or merged by an intent that named it, since the last reset. An intent whose lease was given back without a merge decided nothing. */
export function isDecided(world: Pick<World, 'view'>, environment: Pick<Environment, 'name'>, pkg: PackageRef): boolean {
  const { view } = world
  const { name } = environment
  const holds = (packages: readonly PackageRef[]): boolean => packages.some((each) => each.digest === pkg.digest)
  if (holds(lastVerified(view, name)?.packages ?? [])) return true
  const standing = carriedOut(view, name)
  const intents = view.of('intent', name).filter((each) => standing.has(each.operation))
  const reset = intents.findLastIndex((each) => each.verb === 'reset')
  return intents.slice(Math.max(reset, 0)).some((each) => holds(each.packages)) || acknowledged(world, environment, pkg)
}

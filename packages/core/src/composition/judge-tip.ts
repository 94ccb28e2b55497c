import type { Environment } from '../config/config.ts'
import { foreseenBy } from '../ledger/operations.ts'
import type { ForeignEntry, NewEntry } from '../ledger/record.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { foreignJudgement } from '../ledger/trusted.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Reason } from '../outcome.ts'
import type { PackageRef } from '../package/package.ts'
import type { Commit } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import type { BranchState } from './branch-state.ts'
import { judgeForeignCommit } from './presence.ts'

/** Whether the branch's word about its packages can be believed. */
export interface TipJudgement {
  unclear: { package: string; reason: string; code: Reason }[]
  /** Every judgement that counts for this tip, oldest commit first. */
  foreign: ForeignEntry[]
  /** Judgements to record: commits from outside that nobody looked at before. */
  entries: NewEntry[]
}

/** Walks first parents from the tip to the newest commit that a recorded intent foresaw or somebody judged, judges what lies between once, and asks a decision for every package the branch says it holds. */
export async function judgeTip(
  room: Pick<Room, 'host'>,
  world: World,
  environment: Environment,
  tip: Commit,
  state: BranchState,
): Promise<TipJudgement> {
  const foreign = await foreignCommits(room, world, environment, tip)
  const entries: NewEntry[] = []
  const judged: ForeignEntry[] = []
  const verdicts = new Map<string, { verdict: string; reason: string }>()
  for (const commit of foreign) {
    const known = foreignJudgement(world.view, environment.name, commit.oid)
    const entry = known ?? (await judge(room, environment, commit, state.packages))
    if (known === undefined) entries.push({ ...entry, key: `foreign:${environment.name}:${commit.oid}` })
    judged.push(entry)
    for (const [name, verdict] of Object.entries(entry.verdicts)) {
      // A later commit that touches nothing of a package answers no open question about it.
      if (verdict !== 'noted' || !verdicts.has(name)) verdicts.set(name, { verdict, reason: entry.reason })
    }
  }
  const unclear: TipJudgement['unclear'] = []
  for (const pkg of state.packages) {
    const found = verdicts.get(pkg.name)
    if (found !== undefined && (found.verdict === 'unknown' || found.verdict === 'absent')) {
      if (!acknowledged(world, environment, pkg))
        unclear.push({ package: pkg.name, reason: found.reason, code: 'presence-unknown' })
    } else if (!decided(world, environment, pkg)) {
      unclear.push({ package: pkg.name, reason: `no decision was recorded for ${pkg.version}`, code: 'tip-undecided' })
    }
  }
  return { unclear, foreign: judged, entries }
}

/** Oldest first. An environment that Stagecoach never changed has no commit to begin at: its history is what it started with. */
async function foreignCommits(room: Pick<Room, 'host'>, world: World, environment: Environment, tip: Commit): Promise<Commit[]> {
  const known = new Set([
    ...world.view.of('merged', environment.name).map((each) => each.commit),
    ...world.view.of('baseline', environment.name).map((each) => each.commit),
  ])
  if (known.size === 0 || known.has(tip.oid) || foreseenBy(world.view, environment.name, tip) !== undefined) return []
  const since = [...known].at(-1)
  const log = await room.host.git.log(since, tip.oid, { firstParent: true })
  const until = log.findIndex((commit) => known.has(commit.oid) || foreseenBy(world.view, environment.name, commit) !== undefined)
  return (until === -1 ? log : log.slice(0, until)).toReversed()
}

async function judge(
  room: Pick<Room, 'host'>,
  environment: Environment,
  commit: Commit,
  packages: readonly PackageRef[],
): Promise<ForeignEntry> {
  const judgement = await judgeForeignCommit(room.host.git, commit, packages)
  return { kind: 'foreign', environment: environment.name, commit: commit.oid, ...judgement }
}

/** A person looked at it and said that the package is there. */
function acknowledged(world: World, environment: Environment, pkg: PackageRef): boolean {
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

/** Verified there, started with, or merged by an intent that named it. An intent whose lease was given back without a merge decided nothing. */
function decided(world: World, environment: Environment, pkg: PackageRef): boolean {
  const holds = (packages: readonly PackageRef[]): boolean => packages.some((each) => each.digest === pkg.digest)
  if (holds(lastVerified(world.view, environment.name)?.packages ?? [])) return true
  const carriedOut = new Set(world.view.of('merged', environment.name).map((each) => each.operation))
  const pending = pendingOperation(world.view, environment.name)?.intent.operation
  const intents = world.view
    .of('intent', environment.name)
    .filter((each) => carriedOut.has(each.operation) || each.operation === pending)
  return intents.some((each) => holds(each.packages)) || acknowledged(world, environment, pkg)
}

import type { Config, Environment, GateConfig } from '../config/config.ts'
import { judgeTip } from '../composition/judge-tip.ts'
import { readTarget } from '../composition/read-target.ts'
import type { BranchState } from '../composition/branch-state.ts'
import { actsInForce, isHeld } from '../ledger/acts.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { PromotionEntry } from '../ledger/record.ts'
import { currentLease } from '../ledger/lease.ts'
import { approvalsOf, mergedEffects, promotionsOf } from '../ledger/promotions.ts'
import { openPause } from '../ledger/pause.ts'
import { packageTrust } from '../ledger/trust.ts'
import { builtRecord } from '../ledger/trusted.ts'
import type { Oid } from '../package/package.ts'
import type { PullRequest, Review } from '../ports/forge.ts'
import type { Commit } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import { storedRelease } from '../release/stored-release.ts'
import type { World } from '../world.ts'
import { contentFacts } from './content-facts.ts'
import { effectiveGates } from './effective-gates.ts'
import type { At, GateFacts, ReviewFacts } from './facts.ts'
import { foreignPaths } from './foreign-paths.ts'
import { isGoverned } from './governed.ts'
import { unknownRequests } from './unknown-requests.ts'

/** What is another way with a sync, which brings several packages and commits. */
export interface OwnFacts {
  gates?: readonly GateConfig[]
  /** Names of the packages that change. */
  moving?: readonly string[]
  foreignPaths?: Promise<string[]>
  /** Read together with the pull request; else they are read here, where a gate asks for them. */
  submitted?: readonly Review[]
  /** Only foreseen: GitHub knows no pull request of it, so nobody reviewed it and no check ran. */
  unproposed?: true
}

/** Gathers once everything that a decision on this promotion rests on; reviews, teams and checks are read from GitHub now, the rest from ledger and branch. */
export async function gatherFacts(
  room: Room,
  world: World,
  environment: Environment,
  pull: Pick<PullRequest, 'number' | 'draft' | 'head'>,
  promotion: At<PromotionEntry>,
  own: OwnFacts = {},
): Promise<GateFacts> {
  const { host, config } = room
  const { view } = world
  const now = host.clock.now().toISOString()
  const gates = own.gates ?? effectiveGates(environment, promotion.lane?.name)
  const { tip, state } = await readTarget(room, world, environment)
  const [checks, reviews, foreign, release, unclear] = await Promise.all([
    own.unproposed === true ? [] : readChecks(room, pull, gates),
    gatherReviews(room, world, own.unproposed === true ? undefined : pull, promotion, gates, own.submitted),
    own.unproposed === true ? [] : (own.foreignPaths ?? foreignPaths(room, world, state, promotion)),
    releaseOf(room, world, promotion.content),
    unclearPackages(room, world, environment, own.moving ?? [promotion.package.name], tip, state),
  ])
  return {
    now,
    environment,
    configuration: config.path,
    ...whatComes(promotion, state),
    pullRequest: { number: pull.number, draft: pull.draft, head: pull.head.sha },
    promotions: own.unproposed === true ? [promotion] : promotionsOf(view, pull.number),
    foreignPaths: foreign,
    trust: trustOf(config, view, promotion, now),
    contents: contentFacts(view, gates, promotion, state.packages),
    checks,
    reviews,
    merged: mergedEffects(view, environment.name),
    acts: actsInForce(view, environment.name, promotion.package, now),
    release,
    unclear,
    ...whatIsUnderWay(view, environment, promotion),
  }
}

function whatComes(
  promotion: At<PromotionEntry>,
  state: BranchState,
): Pick<GateFacts, 'package' | 'findings' | 'requiresMissing'> {
  const held = state.packages.map((each) => each.name)
  const requiresMissing = promotion.package.requires.filter((name) => !held.includes(name))
  return { package: promotion.package, findings: promotion.findings, requiresMissing }
}

function trustOf({ environments }: Config, view: LedgerView, promotion: At<PromotionEntry>, now: string): GateFacts['trust'] {
  return Object.fromEntries(environments.map((each) => [each.name, packageTrust(view, each.name, promotion.package, now)]))
}

/** Another operation in the environment that has to end first. */
function whatIsUnderWay(
  view: LedgerView,
  environment: Environment,
  promotion: At<PromotionEntry>,
): Pick<GateFacts, 'pausedFor' | 'leaseHeld'> {
  const paused = openPause(view, environment.name)
  const lease = currentLease(view, environment.name)
  return {
    ...(paused === undefined ? {} : { pausedFor: paused }),
    ...(lease === undefined || lease.operation === promotion.operation
      ? {}
      : { leaseHeld: { operation: lease.operation, expires: lease.expires } }),
  }
}

async function readChecks(
  { host }: Room,
  pull: Pick<PullRequest, 'head'>,
  gates: readonly GateConfig[],
): Promise<GateFacts['checks']> {
  const asked = gates.flatMap((gate) => (gate.gate === 'checks' ? gate.checks : []))
  return asked.length === 0 ? [] : host.forge.checks(pull.head.sha, asked)
}

async function releaseOf({ host, config }: Room, { view }: World, content: Oid): Promise<GateFacts['release']> {
  if (config.release === undefined) return 'not-needed'
  return (await storedRelease(host, view, content)) === undefined ? 'missing' : 'stored'
}

/** Neighbours on the branch that nobody can vouch for, or that are held: the tip is not deployable with them. */
async function unclearPackages(
  room: Room,
  world: World,
  environment: Environment,
  moving: readonly string[],
  tip: Commit,
  state: BranchState,
): Promise<GateFacts['unclear']> {
  const judgement = await judgeTip(room, world, environment, tip, state)
  const now = room.host.clock.now().toISOString()
  const held = state.packages
    .filter((pkg) => !moving.includes(pkg.name) && isHeld(world.view, environment.name, pkg, now))
    .map((pkg) => ({ package: pkg.name, reason: 'it is held', code: 'held' as const }))
  return [...judgement.unclear, ...held]
}

async function gatherReviews(
  room: Room,
  world: World,
  pull: Pick<PullRequest, 'number'> | undefined,
  promotion: At<PromotionEntry>,
  gates: readonly GateConfig[],
  read?: readonly Review[],
): Promise<ReviewFacts> {
  const { forge } = room.host
  const approvals = gates.filter((gate) => gate.gate === 'approvals')
  const governed = (promotion.effect?.paths ?? []).some(({ path }) => isGoverned(path, room.config.path))
  const asks = pull !== undefined && (approvals.length > 0 || governed)
  const submitted = asks ? (read ?? (await forge.reviewed(pull.number)).reviews) : []
  const teams: Record<string, string[]> = {}
  for (const team of new Set(approvals.flatMap((gate) => gate.teams))) teams[team] = await forge.teamMembers(team)
  const built = builtRecord(world.view, promotion.package.digest)
  const people = (built?.people ?? []).map((each) => (each.includes('@') ? { email: each } : { login: each, email: '' }))
  return {
    submitted,
    recorded: pull === undefined ? [] : approvalsOf(world.view, pull.number),
    teams,
    people: [...people, ...resolversOf(world, promotion)],
    ...requestersOf(world, promotion),
    outsiders: await outsidersOf(
      room,
      submitted,
      approvals.some((gate) => gate.teams.length === 0),
    ),
    governors: governed ? await governorsOf(room, submitted) : [],
  }
}

/** Whoever decided its conflicts wrote a part of what is merged. */
function resolversOf(world: World, promotion: At<PromotionEntry>): ReviewFacts['people'] {
  const forms = promotionsOf(world.view, promotion.pullRequest)
  return forms.flatMap((each) => (each.resolvedBy === undefined ? [] : [{ email: each.resolvedBy }]))
}

/** Whoever built the package or asked for the promotion, in any attempt of any run. */
function requestersOf(world: World, promotion: At<PromotionEntry>): Pick<ReviewFacts, 'requesters' | 'unknownRequests'> {
  const built = world.view.of('built').filter((each) => each.package.digest === promotion.package.digest)
  const asked = promotionsOf(world.view, promotion.pullRequest)
  const named = (did: string) => (record: { by: { login: string; triggering?: string } }) =>
    [record.by.login, ...(record.by.triggering === undefined ? [] : [record.by.triggering])].map((person) => ({ person, did }))
  return {
    requesters: [...built.flatMap(named('built it')), ...asked.flatMap(named('requested the promotion'))],
    unknownRequests: unknownRequests(built, asked),
  }
}

/** Who may not write does not count. Where a gate names teams only their members do, so strangers alone are asked for; else everyone who approved. */
async function outsidersOf({ host }: Room, reviews: readonly Review[], anyone: boolean): Promise<string[]> {
  const outsiders: string[] = []
  const asked = reviews.filter((each) => !each.bot && (each.stranger === true || (anyone && each.state === 'approved')))
  for (const person of new Set(asked.map((each) => each.person))) {
    const permission = await host.forge.permission(person)
    if (permission === 'none' || permission === 'read' || permission === 'triage') outsiders.push(person)
  }
  return outsiders
}

async function governorsOf({ host }: Room, reviews: readonly Review[]): Promise<string[]> {
  const governors: string[] = []
  for (const person of new Set(reviews.filter((each) => each.state === 'approved').map((each) => each.person))) {
    const permission = await host.forge.permission(person)
    if (permission === 'admin' || permission === 'maintain') governors.push(person)
  }
  return governors
}

import type { BranchState } from '../composition/branch-state.ts'
import { findPackage, withPackage } from '../composition/composition.ts'
import { judgeTip, type TipJudgement } from '../composition/judge-tip.ts'
import { readTarget } from '../composition/read-target.ts'
import type { Environment, Lane } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { releaseCommand, resumeCommand } from '../ledger/act-commands.ts'
import { type Act, holdsInForce, holdsOn, stopsInForce } from '../ledger/acts.ts'
import { newestPromotion } from '../ledger/promotions.ts'
import { openPause } from '../ledger/pause.ts'
import { packageTrust } from '../ledger/trust.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import { formatPromotionBranch } from '../names/promotion-branch.ts'
import { didYouMean } from '../names/nearest-name.ts'
import type { PackageRef } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import type { PromotionFacts } from './refusal.ts'
import type { Commit } from '../ports/git.ts'

export interface PromotionRequest {
  environment: string
  /** `name` for its newest build, or `name@version`; none means every open promotion there, and with `auto-promote` whatever the environments before have verified. */
  packages: readonly string[]
  lane?: string
  laneReason?: string
  dryRun?: boolean
}

/** One package on its way into one environment, with what was found of both. */
export interface PromotionSubject {
  environment: Environment
  package: PackageRef
  /** The version the target holds now. */
  replaces: PackageRef | undefined
  tip: Commit
  state: BranchState
  judgement: TipJudgement
  lane: { name: string; reason: string; rules: Lane } | undefined
  after: PackageRef[]
}

export async function gatherSubject(
  room: Room,
  world: World,
  environment: Environment,
  wanted: string,
  request: Pick<PromotionRequest, 'lane' | 'laneReason'>,
): Promise<PromotionSubject> {
  const pkg = builtPackage(world, wanted)
  const { tip, state } = await readTarget(room, world, environment)
  const judgement = await judgeTip(room, world, environment, tip, state)
  const replaces = findPackage(state.packages, pkg.name, pkg)
  return {
    environment,
    package: pkg,
    replaces,
    tip,
    state,
    judgement,
    lane: laneOf(environment, { ...laneBefore(world, environment, pkg), ...request }),
    after: withPackage(state.packages, pkg),
  }
}

export function promotionFacts(room: Room, world: World, subject: PromotionSubject): PromotionFacts {
  const { environment, package: pkg, state, lane } = subject
  const { view } = world
  const now = room.host.clock.now().toISOString()
  const hold = holdsOn(view, environment.name, pkg, now)[0]
  const verified = lastVerified(view, environment.name)?.packages ?? []
  return {
    package: pkg,
    present: state.packages,
    built: [...new Set(view.of('built').map((each) => each.package.name))],
    verifiedHere: verified.some((each) => each.digest === pkg.digest),
    before: Object.fromEntries(environment.after.map((name) => [name, packageTrust(view, name, pkg, now)])),
    laneSkips: lane?.rules.skip ?? [],
    ...targetFacts(room, world, subject, [pkg.name]),
    ...(hold === undefined ? {} : { held: heldBy(hold, releaseCommand(view, now, hold, pkg)) }),
  }
}

function heldBy({ reason, until }: Pick<Act, 'reason' | 'until'>, release: string): NonNullable<PromotionFacts['held']> {
  return { reason, ...(until === undefined ? {} : { until }), release }
}

/** What forbids any change of an environment; a held package there is no obstacle for its own next version (`moving`). */
export function targetFacts(
  room: Room,
  { view }: World,
  { environment, state, judgement }: Pick<PromotionSubject, 'environment' | 'state' | 'judgement'>,
  moving: readonly string[] = [],
): Pick<PromotionFacts, 'environment' | 'unclear' | 'stopped' | 'pausedFor'> {
  const now = room.host.clock.now().toISOString()
  const stop = stopsInForce(view, now).find((act) => (act.environment ?? environment.name) === environment.name)
  const paused = openPause(view, environment.name)
  const heldThere = state.packages.filter((each) =>
    holdsInForce(view, now).some(
      (act) => act.digest === each.digest && (act.environment ?? environment.name) === environment.name,
    ),
  )
  return {
    environment,
    unclear: [
      ...judgement.unclear,
      ...heldThere
        .filter((each) => !moving.includes(each.name))
        .map((each) => ({ package: each.name, reason: 'it is held', code: 'held' as const })),
    ],
    ...(stop === undefined ? {} : { stopped: { reason: stop.reason, resume: resumeCommand(stop) } }),
    ...(paused === undefined ? {} : { pausedFor: paused }),
  }
}

/** @throws StagecoachError `package-missing` with the versions there are */
function builtPackage(world: World, wanted: string): PackageRef {
  const [name = '', version] = wanted.split('@')
  const built = world.view.of('built').filter((each) => each.package.name === name)
  const found = built.findLast((each) => version === undefined || each.package.version === version)
  if (found !== undefined) return found.package
  const versions = built.map((each) => each.package.version).join(', ')
  const names = world.view.of('built').map((each) => each.package.name)
  const push = `Push a feature with the folder '${name}' below the migrations folder.`
  throw new StagecoachError('package-missing', `No package '${wanted}' was built.`, {
    hint: versions === '' ? didYouMean(name, names, push) : `There is ${versions}.`,
  })
}

/** A promotion that is made again (its base moved, a new run of the gate) keeps the lane a person gave it while its branch is there. */
export function laneBefore(
  world: Pick<World, 'view' | 'refs'>,
  environment: Environment,
  pkg: Pick<PackageRef, 'name' | 'digest'>,
): Pick<PromotionRequest, 'lane' | 'laneReason'> {
  const before = newestPromotion(world.view, environment.name, pkg.name)
  const branch = formatPromotionBranch({ environment: environment.name, package: pkg.name })
  if (before?.lane === undefined || before.package.digest !== pkg.digest || !world.refs.has(`refs/heads/${branch}`)) return {}
  if (environment.lanes[before.lane.name] === undefined) return {}
  return { lane: before.lane.name, laneReason: before.lane.reason }
}

function lanesOf({ name, lanes }: Environment): string {
  const names = Object.keys(lanes)
  return names.length === 0 ? `${name} has no lanes.` : `${name} has ${names.join(', ')}.`
}

/** @throws StagecoachError `lane-unknown`, `lane-missing`, `lane-reason-missing` */
function laneOf(
  environment: Environment,
  { lane, laneReason }: Pick<PromotionRequest, 'lane' | 'laneReason'>,
): PromotionSubject['lane'] {
  if (lane === undefined && laneReason !== undefined && laneReason.trim() !== '') {
    throw new StagecoachError('lane-missing', 'A reason for a lane is given, and no lane.', {
      hint: `Name it with \`--lane <name>\` (input \`lane\`). ${lanesOf(environment)}`,
    })
  }
  if (lane === undefined) return undefined
  const rules = environment.lanes[lane]
  if (rules === undefined) {
    throw new StagecoachError('lane-unknown', `The environment '${environment.name}' has no lane '${lane}'.`, {
      hint: didYouMean(
        lane,
        Object.keys(environment.lanes),
        `${lanesOf(environment)} Add it under environments.${environment.name}.lanes in the configuration.`,
      ),
    })
  }
  if (laneReason === undefined || laneReason.trim() === '') {
    throw new StagecoachError('lane-reason-missing', `The lane '${lane}' wants a reason.`, {
      hint: "Say it with `--lane-reason '…'` (input `lane-reason`).",
    })
  }
  return { name: lane, reason: laneReason, rules }
}

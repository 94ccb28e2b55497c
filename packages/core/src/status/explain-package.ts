import { earliest } from '../gate/earliest.ts'
import { newestDecision } from '../ledger/promotions.ts'
import { mendLine, proposeAgain } from '../foreign/explain-trouble.ts'
import type { PackageRef } from '../package/package.ts'
import type { Refusal } from '../promotion/refusal.ts'
import { environmentStatus } from './environment-status.ts'
import type { ExplainView, Explanation, Wait } from './explain-view.ts'
import { decidedGates } from './gate-help.ts'
import { heldStatus } from './held-status.ts'
import { holdWaits, liveWaits, troubleWaits } from './live-waits.ts'
import { packageCell } from './package-cell.ts'
import { promotionWaits } from './promotion-waits.ts'
import type { EnvironmentFacts, StatusFacts } from './status-facts.ts'
import { packageRoad } from './package-road.ts'
import type { ComingStatus, EnvironmentStatus, PackageCell } from './status-view.ts'
import { instantWords, shortVersion } from './status-words.ts'
import { summarize } from './summarize.ts'
import { newestBuild } from './view-status.ts'

export interface ExplainFacts extends StatusFacts {
  package: string
  /** By environment: what would forbid proposing the newest build there now; absent where nothing would, or where it is open or present. */
  refusals: Readonly<Record<string, Refusal>>
}

/** Pure: from the newest recorded decision plus what holds now. `only` keeps one environment. */
export function explainPackage(facts: ExplainFacts, only?: string): ExplainView {
  const built = newestBuild(facts, facts.package)
  const chosen = facts.environments.filter(({ environment }) => only === undefined || environment.name === only)
  return {
    at: facts.now,
    package: facts.package,
    ...(built === undefined ? {} : { built: { version: built.package.version, at: built.at } }),
    environments: chosen.map((there) => explain(facts, there)),
    road: packageRoad(facts.view, facts.package).filter((step) => only === undefined || (step.environment ?? only) === only),
  }
}

function explain(facts: ExplainFacts, there: EnvironmentFacts): Explanation {
  const { name } = there.environment
  const newest = newestBuild(facts, facts.package)?.package
  const cell = packageCell(facts, there, facts.package, newest) ?? {}
  const about = environmentStatus(facts, there)
  const waits = isSettled(cell, newest) ? settledWaits(facts.package, about, cell) : waitsFor(facts, there, about, cell)
  const { coming } = cell
  const soonest = coming === undefined ? undefined : earliestOf(facts, coming, waits)
  const shipping = soonest === undefined ? {} : { earliest: soonest }
  return { environment: name, summary: summarize(name, cell, newest?.version), waits, ...shipping }
}

/** Deployed and verified, also where its branch does not say so any more, and nothing newer was built. */
function isSettled({ deployed, present, coming }: PackageCell, newest: PackageRef | undefined): boolean {
  const there = deployed ?? (present?.state === 'verified' ? present : undefined)
  return there !== undefined && there.version === (newest?.version ?? there.version) && coming === undefined
}

/** It waits for nothing, unless other hands left something of it, or of the whole branch, unclear. */
function settledWaits(name: string, { troubles }: EnvironmentStatus, { held }: PackageCell): Wait[] {
  return [...holdWaits(held), ...troubleWaits(troubles.filter((each) => (each.package ?? name) === name))]
}

/** From the newest decision on exactly this form, and from what holds now. */
function earliestOf(
  { view, now }: ExplainFacts,
  { pullRequest, state }: ComingStatus,
  waits: readonly Wait[],
): Explanation['earliest'] {
  if (state === 'conflict' || state === 'unevaluated') return undefined
  const decision = newestDecision(view, pullRequest)?.decision
  const gates = decision === undefined ? undefined : earliest({ gates: decidedGates(decision.gates) }, now)
  if (gates === undefined || gates === 'never') return gates
  const ends = waits.flatMap((each) => (each.until === undefined ? [] : [Date.parse(each.until)]))
  return { at: new Date(Math.max(Date.parse(gates.at), ...ends)).toISOString() }
}

function waitsFor(facts: ExplainFacts, there: EnvironmentFacts, about: EnvironmentStatus, cell: PackageCell): Wait[] {
  const live = [...liveWaits(about, cell), ...neighbourWaits(facts, there)]
  const { coming } = cell
  if (coming !== undefined)
    return [
      ...live,
      ...(cell.refused === undefined ? [] : [refusedWait(facts.package, about.name, cell.refused)]),
      ...promotionWaits(facts, about.name, coming, live.length > 0),
    ]
  const refusal = facts.refusals[about.name]
  // What holds now was said already with more detail than the refusal has.
  if (refusal === undefined) return [...live, ...nobodyAsked(facts.package, about.name, cell)]
  if (
    live.length > 0 &&
    ['held', 'stopped', 'paused', 'presence-unknown', 'tip-undecided', 'history-rewritten'].includes(refusal.reason)
  )
    return live
  return [...live, { why: refusal.message, waitsOn: [], ...(refusal.advice[0] === undefined ? {} : { help: refusal.advice[0] }) }]
}

function nobodyAsked(name: string, environment: string, { present, rolledBack, closed, refused }: PackageCell): Wait[] {
  if (refused !== undefined) return [refusedWait(name, environment, refused)]
  if (closed !== undefined) return [closedWait(name, environment, closed)]
  // What is on the branch was asked for, and its own state says what it waits for.
  if (rolledBack !== undefined || (present !== undefined && ['failed', 'deploying', 'undecided'].includes(present.state)))
    return []
  return [{ why: `Nobody proposed it to ${environment}.`, waitsOn: [], help: `stagecoach promote ${environment} ${name}` }]
}

/** The branch deploys as a whole: a version on it that is held keeps every other package out. */
function neighbourWaits(facts: ExplainFacts, { environment: { name }, packages }: EnvironmentFacts): Wait[] {
  return packages
    .filter((each) => each.name !== facts.package)
    .flatMap((each) => {
      const held = heldStatus(facts, name, [each])
      if (held === undefined) return []
      const why = `${held.by} holds ${each.name} ${shortVersion(each.version)} there, and ${name} takes no other package meanwhile: ${held.reason}`
      return [{ why, waitsOn: [], ...(held.until === undefined ? {} : { until: held.until }), help: held.release }]
    })
}

/** Merging or rehearsing it found why it cannot go there; a run on another tip, or another version, may find otherwise. */
function refusedWait(
  name: string,
  environment: string,
  { version, message, advice, at }: NonNullable<PackageCell['refused']>,
): Wait {
  const [first, ...others] = advice
  const why = `${shortVersion(version)} was asked for at ${instantWords(at)} and refused: ${message}`
  const otherwise = [...others, mendLine(proposeAgain(environment, name))]
  return { why, waitsOn: [], ...(first === undefined ? {} : { help: first }), otherwise }
}

/** Somebody's no is left as it is: nothing opens it again by itself. */
function closedWait(name: string, environment: string, { version, pullRequest }: NonNullable<PackageCell['closed']>): Wait {
  const { run } = proposeAgain(environment, name)
  const why = `#${pullRequest} (${shortVersion(version)}) is not open any more, and ${environment} does not hold it: a person closed it, deleted its branch, or took it out again. Stagecoach takes that as a no, and proposes this version there only when somebody asks.`
  const hold = {
    to: 'keep this version away also when somebody asks',
    run: `stagecoach hold ${name} --environment ${environment} --reason '…'`,
  }
  return { why, waitsOn: [], help: run, otherwise: [mendLine(hold)] }
}

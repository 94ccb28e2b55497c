import { readState } from '../composition/branch-state.ts'
import { compositionDigest, sameComposition } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import type { DesiredPackage } from '../deployment/database-plan.ts'
import { checkDeclaredConfig, loadPackages } from '../deployment/load.ts'
import type { RecordOf } from '../ledger/history.ts'
import { leftBehindPackages } from '../ledger/left-behind.ts'
import { operationId } from '../ledger/operation-id.ts'
import { completedOperations } from '../ledger/operations.ts'
import type { ResetEntry } from '../ledger/record.ts'
import { resetOf, resetsOf } from '../ledger/resets.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import type { Refusal } from '../promotion/refusal.ts'
import { tipOf, type World } from '../world.ts'
import { mergedAs } from './merged-as.ts'
import { choosePackages, type ChosenPackages } from './choose-packages.ts'
import { resetChange, type ResetChange } from './reset-change.ts'
import { foreignCommits } from './foreign-commits.ts'
import { lossesOf, type Losses } from './losses.ts'
import { mergeReset, type MergedReset } from './merge-reset.ts'
import { conflictRefusal, rehearsalRefusal } from './refuse-merged.ts'
import { refuseReset } from './refuse-reset.ts'
import { rehearseReset } from './rehearse-reset.ts'
import { gatherFacts, presentPackages, productionCommit, unprovisioned } from './reset-facts.ts'
import { unfinished, type Unfinished } from './unfinished.ts'

export interface ResetRequest {
  environment: string
  /** `name` or `name@version`, in the order in which texts are merged; none leaves production alone. */
  packages: readonly string[]
  reason?: string
  /** Also where the last reset gave this very set and nothing was deployed since; and plans anew what is proposed already. */
  again?: boolean
  dryRun?: boolean
}

/** Everything a person wants to know before an environment is thrown away; nothing was written. */
export interface ResetPlan {
  environment: Environment
  entry: ResetEntry
  change: ResetChange
  losses: Losses
  /** Commits from outside on the branch, whose lines go with it. */
  foreign: Commit[]
  reused: string[]
  rehearsed: boolean
  unfinished: Unfinished
}

export type PlannedReset =
  | { kind: 'planned'; plan: ResetPlan }
  | { kind: 'refused'; result: Result }
  /** The newest reset gave this very state at `at`, and nothing was deployed since. */
  | { kind: 'done'; plan: Pick<ResetPlan, 'environment' | 'entry'>; at: string }
  | CarriedOn

/** The same was asked for before and came to no end yet. */
export interface CarriedOn {
  kind: 'carried-on'
  environment: Environment
  reset: RecordOf<'reset'>
  stage: 'proposed' | 'merged-by-hand' | 'merged'
}

/** Reads, merges and rehearses; finds every conflict before a ref moves.
 *  @throws StagecoachError `package-missing`, `package-twice`, `version-lower`, `branch-missing`, `config-missing` */
export async function planReset(
  room: Room,
  world: World,
  environment: Environment,
  request: ResetRequest,
): Promise<PlannedReset> {
  const kind = refuseReset({ environment, packages: [], undecided: [], held: [], unprovisioned: unprovisioned(environment) })
  if (kind !== undefined) return refusedBy(environment, kind)
  const { git } = room.host
  const tip = await git.commit(tipOf(world, environment))
  const present = await presentPackages(room, world, environment, tip.oid)
  const production = productionCommit(room, world)
  const built = world.view.of('built').map((each) => each.package)
  const choice = choosePackages(request.packages, { present, production: (await readState(git, production)).packages, built })
  const open = await unfinished(room, world, environment)
  const same = request.again === true && open.kind === 'proposed' ? undefined : sameRequest(open, choice)
  const carriedOn = same && (await carriedOnAs(git, environment, open, same, tip.oid))
  if (carriedOn !== undefined) return carriedOn
  const refusal = refuseReset(gatherFacts(room, world, environment, choice, present, open))
  if (refusal !== undefined) return refusedBy(environment, refusal)
  const merged = await mergeReset(room.host, world.view, production, choice.chosen)
  if (merged.conflicts.length > 0) return refusedBy(environment, conflictRefusal(environment, choice, merged.conflicts))
  const change = resetChange(present, merged.packages)
  const entry = entryOf(world, environment, request, { tip: tip.oid, production, choice, merged, change, open })
  const { reset } = open
  if (open.kind !== 'proposed' && reset?.operation === entry.operation)
    return { kind: 'carried-on', environment, reset, stage: 'merged' }
  const done = request.again === true ? undefined : doneAlready(world, environment, entry)
  if (done !== undefined) return { kind: 'done', plan: { environment, entry }, at: done.at }
  const desired = await loadPackages(room.host, merged.packages)
  checkDeclaredConfig(environment, desired)
  const rehearsal = await rehearseReset(room, environment, desired, merged.tree)
  if (rehearsal.kind === 'failed') return refusedBy(environment, rehearsalRefusal(environment, rehearsal.failure))
  const gone = await goneOf(room, world, environment, change, present)
  const foreign = await foreignCommits(git, world, environment, tip, production)
  const losses = lossesOf(environment, gone)
  const { reused } = merged
  const rehearsed = rehearsal.kind === 'passed'
  return { kind: 'planned', plan: { environment, entry, change, losses, foreign, reused, rehearsed, unfinished: open } }
}

/** As it was planned, unless the branch moved since: then everything is looked at again. Merged by hand it is for the gate to take up. */
async function carriedOnAs(
  git: Pick<GitObjects, 'log'>,
  environment: Environment,
  { kind }: Unfinished,
  reset: RecordOf<'reset'>,
  tip: Oid,
): Promise<CarriedOn | undefined> {
  if (kind !== 'proposed') return { kind: 'carried-on', environment, reset, stage: 'merged' }
  if (reset.tip === tip) return { kind: 'carried-on', environment, reset, stage: 'proposed' }
  const byHand = reset.proposal === undefined ? undefined : await mergedAs(git, reset, tip)
  return byHand && { kind: 'carried-on', environment, reset, stage: 'merged-by-hand' }
}

/** An open reset to the same versions in the same order. */
function sameRequest(open: Unfinished, { chosen }: ChosenPackages): RecordOf<'reset'> | undefined {
  const before = open.reset
  if (before === undefined) return undefined
  const digests = (packages: readonly PackageRef[]): string => packages.map((each) => each.digest).join()
  return digests(before.chosen) === digests(chosen) ? before : undefined
}

/** The environment's databases were made anew for this very state, and nothing was deployed into them since. */
function doneAlready({ view }: World, { name }: Environment, { content, packages }: ResetEntry): { at: string } | undefined {
  const last = lastVerified(view, name)
  if (last === undefined || resetOf(view, name, last.operation)?.state !== 'done') return undefined
  return last.content === content && sameComposition(last.packages, packages) ? last : undefined
}

interface Parts {
  tip: Oid
  production: Oid
  choice: ChosenPackages
  merged: MergedReset
  change: ResetChange
  open: Unfinished
}

function entryOf(world: World, environment: Environment, { reason }: ResetRequest, parts: Parts): ResetEntry {
  const { tip, production, choice, merged, change, open } = parts
  const { content, tree, packages } = merged
  const { name } = environment
  // What came to nothing counts, too: a reset to the same set later is another one.
  const withdrawn = resetsOf(world.view, name).filter((each) => each.state === 'withdrawn').length
  const completed = completedOperations(world.view, name) + withdrawn
  return {
    kind: 'reset',
    operation: operationId({ verb: 'reset', environment: name, composition: compositionDigest(packages), content, completed }),
    environment: name,
    state: 'planned',
    tip,
    production,
    chosen: choice.chosen,
    packages,
    dropped: change.dropped,
    content,
    tree,
    reason: reason ?? '',
    ...endsOf(open),
  }
}

/** What failed before it; one that takes the place of a reset ends what that would have ended. */
function endsOf(open: Unfinished): Pick<ResetEntry, 'ends'> {
  const ends = open.kind === 'failed' ? open.operation : open.reset?.ends
  return ends === undefined ? {} : { ends }
}

/** Everything whose structures go: what is dropped, what was left behind, and what another version of takes its place. */
async function goneOf(
  { host }: Room,
  { view }: World,
  { name }: Environment,
  { dropped }: ResetChange,
  present: readonly PackageRef[],
): Promise<DesiredPackage[]> {
  return loadPackages(host, [...dropped, ...leftBehindPackages(view, name, present)])
}

function refusedBy({ name }: Environment, { reason, message, advice }: Refusal): PlannedReset {
  return { kind: 'refused', result: blocked(reason, message, { environment: name, advice }) }
}

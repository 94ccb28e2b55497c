import { holdsOn, stopsInForce } from '../ledger/acts.ts'
import { lastDeployment } from '../ledger/operations.ts'
import { wasMerged } from '../ledger/merged-promotion.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { newestDecision, newestPromotion, newestRefusal } from '../ledger/promotions.ts'
import type { RecordOf } from '../ledger/history.ts'
import { openReset } from '../ledger/resets.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { packageTrust } from '../ledger/trust.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import { formatPromotionBranch } from '../names/promotion-branch.ts'
import type { PackageRef } from '../package/package.ts'
import { heldStatus } from './held-status.ts'
import { lostWords } from './lost-word.ts'
import { leavingBy, rolledBack } from './rolled-back.ts'
import type { EnvironmentFacts, StatusFacts } from './status-facts.ts'
import type { ComingStatus, PackageCell, PresentState } from './status-view.ts'

/** What one environment has to say of one package; undefined when it has nothing to say. `newest` is its newest build. */
export function packageCell(
  facts: StatusFacts,
  there: EnvironmentFacts,
  name: string,
  newest: PackageRef | undefined,
): PackageCell | undefined {
  const { environment } = there
  const listed = there.packages.find((each) => each.name === name)
  const lost = lostWords(facts, there).find((each) => each.package.name === name)
  const held = lost?.package ?? listed
  const promotion = proposedTo(facts, environment.name, name, held)
  const closed = promotion === undefined ? undefined : closedPull(facts, promotion)
  const coming = promotion === undefined || closed !== undefined ? undefined : comingTo(facts, environment.name, promotion)
  const hold = heldStatus(facts, environment.name, [promoted(facts, environment.name, name), newest, held])
  const back = rolledBack(facts.view, environment.name, name, held)
  const cell: PackageCell = {
    ...(lost === undefined ? {} : { deployed: { ...deployedSince(facts, environment.name, lost.package), why: lost.why } }),
    ...(listed === undefined ? {} : { present: presence(facts, environment.name, listed) }),
    ...(coming === undefined ? {} : { coming }),
    ...(hold === undefined ? {} : { held: hold }),
    ...(closed === undefined ? {} : { closed }),
    ...refusedThere(facts, environment.name, name, held),
    ...(back === undefined ? {} : { rolledBack: back }),
  }
  return Object.keys(cell).length === 0 ? undefined : cell
}

function presence(facts: StatusFacts, environment: string, pkg: PackageRef): NonNullable<PackageCell['present']> {
  const { view } = facts
  const { version } = pkg
  const verified = lastVerified(view, environment)
  if (verified?.packages.some((each) => each.digest === pkg.digest) === true)
    return { state: 'verified', ...deployedSince(facts, environment, pkg) }
  const leaving = leavingBy(view, environment, pkg)
  if (leaving !== undefined)
    return { version, state: leaving.state === 'intended' ? 'rolling-back' : 'rolled-back', since: leaving.at }
  const pending = pendingOperation(view, environment)
  const deployment = lastDeployment(view, environment)
  const failed = deployment?.state === 'failed' && deployment.packages.some((each) => each.digest === pkg.digest)
  if (failed) return { version, state: 'failed', since: deployment.at }
  const moving = pending?.intent.packages.some((each) => each.digest === pkg.digest) === true
  const state: PresentState = moving ? 'deploying' : 'undecided'
  return { version, state, ...(moving ? { since: (pending.merged ?? pending.intent).at } : {}) }
}

/** Of a version that is in the newest verified state. */
function deployedSince({ view, now }: StatusFacts, environment: string, pkg: PackageRef): { version: string; since: string } {
  const trust = packageTrust(view, environment, pkg, now)
  const since = trust.kind === 'verified' ? trust.since : (lastVerified(view, environment)?.at ?? now)
  return { version: pkg.version, since }
}

function promoted({ view }: StatusFacts, environment: string, name: string): PackageRef | undefined {
  return newestPromotion(view, environment, name)?.package
}

/** The newest promotion of what the environment does not hold, unless it was merged once. */
function proposedTo(
  { view }: StatusFacts,
  environment: string,
  name: string,
  held: PackageRef | undefined,
): RecordOf<'promotion'> | undefined {
  const promotion = newestPromotion(view, environment, name)
  if (promotion === undefined || promotion.state === 'refused' || promotion.package.digest === held?.digest) return undefined
  return wasMerged(view, promotion) ? undefined : promotion
}

/** An open promotion: its branch is there, and what it brings is not. */
function comingTo(facts: StatusFacts, environment: string, promotion: RecordOf<'promotion'>): ComingStatus | undefined {
  const head = facts.promotionHeads.get(formatPromotionBranch({ environment, package: promotion.package.name }))
  if (head === undefined) return undefined
  const { pullRequest, at } = promotion
  const looked = gatesOf(facts, promotion, head)
  const since = looked.state === 'pass' ? shutSince(facts, promotion) : []
  const gates = since.length === 0 ? looked : { state: 'pending' as const, gates: since, waitsOn: [] }
  return { version: promotion.package.version, pullRequest, since: at, ...gates }
}

/** What closed the way after every gate was open: the merge would not happen now. */
function shutSince({ view, now }: StatusFacts, { environment, package: pkg }: RecordOf<'promotion'>): string[] {
  const stopped = stopsInForce(view, now).some((act) => (act.environment ?? environment) === environment)
  return [
    ...(holdsOn(view, environment, pkg, now).length > 0 ? ['hold'] : []),
    ...(stopped ? ['stop'] : []),
    ...(openRollback(view, environment) === undefined && openReset(view, environment) === undefined ? [] : ['pause']),
  ]
}

/** The newest attempt came to no pull request, and what it was about is not there. */
function refusedThere(
  { view }: StatusFacts,
  environment: string,
  name: string,
  held: PackageRef | undefined,
): Pick<PackageCell, 'refused'> {
  const refusal = newestRefusal(view, environment, name)
  if (refusal === undefined || refusal.package.digest === held?.digest) return {}
  const { package: pkg, reason, message, advice, at } = refusal
  return { refused: { version: pkg.version, reason, message, advice, at } }
}

/** GitHub says so, or its branch is gone, which closes a pull request. */
function closedPull({ openPulls, promotionHeads }: StatusFacts, promotion: RecordOf<'promotion'>): PackageCell['closed'] {
  const { environment, pullRequest, package: pkg } = promotion
  const branch = promotionHeads.has(formatPromotionBranch({ environment, package: pkg.name }))
  const open = openPulls?.has(pullRequest) ?? branch
  return open ? undefined : { version: pkg.version, pullRequest }
}

function gatesOf(
  { view }: StatusFacts,
  promotion: RecordOf<'promotion'>,
  head: string,
): Pick<ComingStatus, 'state' | 'gates' | 'waitsOn' | 'until'> {
  const none = { gates: [], waitsOn: [] }
  if (promotion.head !== head) return { state: 'unevaluated', ...none }
  if (promotion.state === 'conflict') return { state: 'conflict', ...none }
  const decision = newestDecision(view, promotion.pullRequest)
  if (decision?.head !== promotion.head) return { state: 'unevaluated', ...none }
  const shut = decision.decision.gates.filter((gate) => gate.state !== 'pass')
  const until = shut
    .flatMap((gate) => gate.until ?? [])
    .sort()
    .at(-1)
  return {
    state: decision.decision.state,
    gates: shut.map((gate) => gate.gate),
    waitsOn: [...new Set(shut.flatMap((gate) => gate.waitsOn))],
    ...(until === undefined ? {} : { until }),
  }
}

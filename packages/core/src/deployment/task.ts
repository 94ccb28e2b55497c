import { compositionDigest, sameComposition } from '../composition/composition.ts'
import { contentId, type BranchState } from '../composition/branch-state.ts'
import { judgeTip } from '../composition/judge-tip.ts'
import type { Environment } from '../config/config.ts'
import { deletedBranch } from '../foreign/deleted-branch.ts'
import { explainTrouble, mendLine } from '../foreign/explain-trouble.ts'
import { lostRecord, rewritten } from '../foreign/lost-record.ts'
import { readTipState } from '../foreign/read-tip-state.ts'
import type { Unclear } from '../foreign/tip-trouble.ts'
import { operationId } from '../ledger/operation-id.ts'
import type { IntentEntry } from '../ledger/record.ts'
import { completedOperations } from '../ledger/operations.ts'
import { pendingOperation, type PendingOperation } from '../ledger/pending-operation.ts'
import { refusedRollback } from '../ledger/rollbacks.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Reason } from '../outcome.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { Host, Room } from '../ports/runtime.ts'
import { tipOf, type World } from '../world.ts'

/** What a deployment has to bring to the targets. */
export interface DeploymentTask {
  operation: string
  verb: IntentEntry['verb']
  environment: Environment
  commit: Oid
  content: Oid
  packages: PackageRef[]
  /** The merge was seen but not recorded: the run was cut off between both. */
  adoptMerge: boolean
  pullRequest?: number
}

export type DeploymentChoice =
  | { kind: 'deploy'; task: DeploymentTask }
  | { kind: 'nothing'; message: string }
  | { kind: 'blocked'; reason: Reason; message: string; advice: string[] }

/** The merged operation that waits, else whatever the branch holds beyond the last verified state. A tip with a held or undecided package is not deployable as a whole. */
export async function chooseDeployment(
  room: Pick<Room, 'host' | 'config'>,
  world: World,
  environment: Environment,
): Promise<DeploymentChoice> {
  const { host } = room
  const { view } = world
  const deleted = deletedBranch(world, environment)
  if (deleted !== undefined) return unclearTip(environment, deleted)
  const tip = tipOf(world, environment)
  const commit = await host.git.commit(tip)
  const lost = await lostRecord(host.git, view, environment.name, commit)
  if (lost !== undefined) return unclearTip(environment, explainTrouble(environment, rewritten(commit, lost)))
  const pending = pendingOperation(view, environment.name)
  const open = failedAndReplaced(world, pending, tip) ? undefined : await openTask(host, pending, environment, tip)
  if (open !== undefined) return open
  const state = await readTipState(host.git, view, environment, commit)
  const last = lastVerified(view, environment.name)
  const asVerified = last !== undefined && last.content === state.content && sameComposition(last.packages, state.packages)
  const again = asVerified ? undefined : await refusedTask(host, world, environment, tip, state)
  if (again !== undefined) return again
  const [unclear] = (await judgeTip(room, world, environment, commit, state)).unclear
  if (unclear !== undefined) return unclearTip(environment, unclear)
  if (asVerified) return { kind: 'nothing', message: `${environment.name} holds what its branch says, verified ${last.at}.` }
  const undecided = state.packages.filter((each) => !(last?.packages ?? []).some((known) => known.digest === each.digest))
  const first = undecided[0]
  if (first !== undefined) return undecidedTip(environment, first)
  const { packages, content } = state
  const completed = completedOperations(view, environment.name)
  const operation = operationId({
    verb: 'deploy',
    environment: environment.name,
    composition: compositionDigest(packages),
    content,
    completed,
  })
  return { kind: 'deploy', task: { operation, verb: 'deploy', environment, commit: tip, content, packages, adoptMerge: false } }
}

/** A deployment of the bare branch that failed and stayed: when somebody pushed since, trying the old commit again helps nobody. */
function failedAndReplaced({ view }: World, pending: PendingOperation | undefined, tip: Oid): boolean {
  if (pending?.intent.verb !== 'deploy' || pending.intent.tip === tip) return false
  const { operation, environment } = pending.intent
  return view.of('deployment', environment).findLast((each) => each.operation === operation)?.state === 'failed'
}

/** A failed operation that was not taken back is what the targets hold. Its package stays held until a person releases it; then it is tried again under its own name, so that a way back still finds all it changed. */
async function refusedTask(
  host: Host,
  { view }: World,
  environment: Environment,
  tip: Oid,
  { packages }: Pick<BranchState, 'packages'>,
): Promise<DeploymentChoice | undefined> {
  const left = refusedRollback(view, environment.name)
  if (left === undefined || !packages.some((each) => each.digest === left.package.digest)) return undefined
  const intent = view.of('intent', environment.name).findLast((each) => each.operation === left.of)
  if (intent === undefined) return undefined
  const merged = view.of('merged', environment.name).findLast((each) => each.operation === left.of)
  return openTask(host, { intent, ...(merged === undefined ? {} : { merged }) }, environment, tip)
}

/** The operation between merge and end of verification, if there is one. */
async function openTask(
  host: Host,
  pending: PendingOperation | undefined,
  environment: Environment,
  tip: Oid,
): Promise<DeploymentChoice | undefined> {
  if (pending === undefined) return undefined
  const { intent } = pending
  const { operation, verb, content, packages } = intent
  const task = {
    operation,
    verb,
    environment,
    content,
    packages,
    ...(intent.pullRequest === undefined ? {} : { pullRequest: intent.pullRequest }),
  }
  const merged = pending.merged?.commit
  if (merged !== undefined) return { kind: 'deploy', task: { ...task, commit: merged, adoptMerge: false } }
  if (verb === 'deploy') return { kind: 'deploy', task: { ...task, commit: intent.tip, adoptMerge: false } }
  const commit = await host.git.commit(tip)
  if (commit.parents[0] === intent.tip && commit.tree === intent.tree)
    return { kind: 'deploy', task: { ...task, commit: tip, adoptMerge: true } }
  return undefined
}

function undecidedTip(environment: Environment, pkg: PackageRef): DeploymentChoice {
  return {
    kind: 'blocked',
    reason: 'tip-undecided',
    message: `${environment.branch} carries ${pkg.name} ${pkg.version}, for which no decision was recorded.`,
    advice: [`Take it out of ${environment.branch} with a pull request, or promote it there so that its gates decide.`],
  }
}

function unclearTip(
  { branch }: Environment,
  { package: name = 'its history', reason, code, what, mend }: Unclear,
): DeploymentChoice {
  return {
    kind: 'blocked',
    reason: code,
    message: what ?? `${branch} is not deployed while ${name} is unclear there: ${reason}.`,
    advice: (mend ?? []).map(mendLine),
  }
}

/** Whether a commit still has the content that was decided on: what is deployed is read from git again, never from the record alone. */
export async function contentMatches(host: Host, task: DeploymentTask): Promise<boolean> {
  return (await contentId(host.git, task.commit)) === task.content
}

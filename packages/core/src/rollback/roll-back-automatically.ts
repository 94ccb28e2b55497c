import { findPackage } from '../composition/composition.ts'
import { appliedNow, changedBy, type ChangedByOperation } from '../deployment/applied.ts'
import { projectDeployment } from '../deployment/project-deployment.ts'
import { recordTargets } from '../deployment/record-targets.ts'
import type { OpenTargets } from '../deployment/target.ts'
import type { DeploymentTask } from '../deployment/task.ts'
import type { CheckResult } from '../deployment/verification.ts'
import { secretsOf, withoutSecrets } from '../deployment/without-secrets.ts'
import { digestOf } from '../digest.ts'
import type { StagecoachError } from '../error.ts'
import { leaseEntry } from '../ledger/claim-lease.ts'
import { viewHistory, type LedgerView } from '../ledger/history.ts'
import type { NewEntry, PackageMove, RollbackEntry } from '../ledger/record.ts'
import { automaticRollbacks } from '../ledger/rollbacks.ts'
import { underFence } from '../ledger/under-fence.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Result } from '../outcome.ts'
import type { PackageRef } from '../package/package.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { appliedFacts } from './applied-facts.ts'
import { operationsSince } from './find-state.ts'
import { laterData } from './later-data.ts'
import { releaseThere } from './release-there.ts'
import { restore } from './restore.ts'
import { stateBefore, verifiedBefore } from './verified-before.ts'
import { planRollback, type RollbackPlan } from './rollback-plan.ts'

export interface FailedDeployment {
  task: DeploymentTask
  targets: OpenTargets
  fence: number
  checks: CheckResult[]
  world: World
  /** Set when the deployment itself failed, before any shakedown. */
  error?: StagecoachError
}

/** What a failed deployment brought that the last verified state did not hold. */
export function packageOf(failed: Pick<FailedDeployment, 'task' | 'world'>): {
  moved: PackageRef | undefined
  before: PackageRef | undefined
  /** What came with it: a sync brings several at once. */
  others: PackageMove[]
} {
  const verified = lastVerified(failed.world.view, failed.task.environment.name)?.packages ?? []
  const fresh = failed.task.packages.filter((each) => !verified.some((known) => known.digest === each.digest))
  const [first, ...others] = fresh.map((pkg): PackageMove => {
    const before = findPackage(verified, pkg.name, pkg)
    return { package: pkg, ...(before === undefined ? {} : { to: before }) }
  })
  return { moved: first?.package, before: first?.to, others }
}

/** After a failed deployment or shakedown: hold the digest, decide by rule, and bring the targets back; what the rule forbids waits for a person with the reason. */
export async function rollBackAutomatically(room: Room, failed: FailedDeployment): Promise<Result> {
  const { host } = room
  const { task, fence, checks } = failed
  // A database repeats in its message what a migration made of a declared value.
  const reason = withoutSecrets(failed.error?.message ?? failedChecks(checks), secretsOf(host, task.environment))
  host.progress(reason)
  const changed = await changesOf(failed)
  const plan = planRollback(await gatherFacts(room, failed, changed))
  const { moved, others } = packageOf(failed)
  const held = [...(moved === undefined ? [] : [moved]), ...others.map((each) => each.package)]
  const entry = rollbackEntry(failed, plan, reason, await ranOf(failed))
  const stays = plan.kind === 'refused' || entry === undefined
  // What the failed operation left is what the targets hold now: unrecorded, it would stop the repaired version as drift.
  if (stays) await recordTargets(room, failed.targets, task.operation, fence, {})
  const entries = (newest: LedgerHistory): NewEntry[] => [
    ...failureEntries(failed, reason),
    // Which of several is to blame nobody knows.
    ...held.map((pkg) => holdEntry(viewHistory(newest), task, pkg, reason)),
    // The same operation may fail again after a person let it go on, and have run more by then.
    ...(entry === undefined ? [] : [{ ...entry, key: `rollback:${entry.state}:${entry.operation}:${fence}` }]),
    ...(stays ? [leaseEntry('release', task.environment.name, task.operation, fence, host.clock.now())] : []),
  ]
  await host.ledger.append(underFence(task.environment.name, fence, entries))
  await projectDeployment(room, task, 'failure', reason)
  if (plan.kind === 'refused' || entry === undefined) return refused(failed, plan, reason)
  const state = verifiedBefore(failed.world.view, task.environment.name, task.operation)
  const { targets, world } = failed
  return restore(room, { rollback: entry, targets, fence, world, environment: task.environment, state, changed })
}

export function failedChecks(checks: readonly CheckResult[]): string {
  const failed = checks.filter((check) => !check.passed).map((check) => `${check.name} (${check.detail})`)
  return `The shakedown failed: ${failed.join('; ')}`
}

export function failureEntries({ task, fence, checks, error }: FailedDeployment, reason: string): NewEntry[] {
  const { operation, environment, commit, content, packages } = task
  const shared = { operation, environment: environment.name, commit, content, packages }
  const failure = { code: error?.code ?? 'verification-failed', message: reason }
  const key = `deployment:failed:${operation}:${fence}`
  const plan = digestOf(failure)
  const deployment: NewEntry = { kind: 'deployment', key, state: 'failed', fence, plan, error: failure, ...shared }
  if (checks.length === 0) return [deployment]
  return [{ kind: 'verification', key: `verification:${operation}:${fence}`, ...shared, passed: false, checks }, deployment]
}

async function changesOf({ task, targets }: FailedDeployment): Promise<ChangedByOperation> {
  return changedBy(targets.main === undefined ? [] : await targets.main.log(), [task.operation])
}

/** What is there of the packages that failed, whichever version brought it: their repaired versions are planned against it. */
async function ranOf(failed: FailedDeployment): Promise<string[]> {
  const { moved, others } = packageOf(failed)
  if (moved === undefined || failed.targets.main === undefined) return []
  const rows = appliedNow(await failed.targets.main.log())
  return [moved, ...others.map((each) => each.package)].flatMap(({ name, formerly = [] }) =>
    rows.filter((row) => [name, ...formerly].includes(row.package)).map((row) => `${name}/${row.migration}`),
  )
}

async function gatherFacts(room: Room, failed: FailedDeployment, changed: ChangedByOperation) {
  const { task, targets, world } = failed
  const before = stateBefore(world.view, task.environment.name, task.operation)
  const since = [task.operation, ...(before === undefined ? [] : operationsSince(world.view, task.environment.name, before))]
  const { moved, others } = packageOf(failed)
  const moves = moved === undefined ? [] : [{ package: moved }, ...others]
  return {
    predecessor: before !== undefined,
    released: before === undefined || (await releaseThere(room, world.view, before)),
    ...(await appliedFacts(room, world, task.environment.name, changed, moves)),
    laterData: await laterData(targets, [task.operation]),
    // An earlier attempt that was not taken back may have left half of a file, too.
    unfinished: (await targets.main?.unfinished(since)) ?? [],
    automatic: true,
    earlierAutomatic: automaticRollbacks(world.view, task.environment.name, new Set(moves.map((move) => move.package.digest))),
    ...(failed.error?.code === 'objects-changed-by-hand' ? { changedByHand: failed.error.message } : {}),
    ofRollback: task.verb === 'repair' || task.verb === 'rollback',
  }
}

function rollbackEntry(failed: FailedDeployment, plan: RollbackPlan, reason: string, ran: string[]): RollbackEntry | undefined {
  const { moved, before, others } = packageOf(failed)
  if (moved === undefined) return undefined
  const { operation, environment } = failed.task
  const shared = {
    kind: 'rollback' as const,
    operation: digestOf({ rollback: operation }).slice(0, 16),
    environment: environment.name,
    of: operation,
    package: moved,
    ...(others.length === 0 ? {} : { others }),
    automatic: true,
  }
  const to = before === undefined ? {} : { to: before }
  if (plan.kind === 'refused') return { ...shared, ...to, plan: 'data-losing', state: 'refused', reason: plan.why, ran }
  return { ...shared, ...to, plan: plan.kind, state: 'intended', reason }
}

/** Each failure is a hold of its own: one that a person released must not keep the next from being recorded. */
function holdEntry(view: LedgerView, { environment, operation }: DeploymentTask, moved: PackageRef, reason: string): NewEntry {
  const key = `hold:${environment.name}:${moved.digest}:${operation}`
  const before = view.of('act').filter((each) => each.key === key || each.key.startsWith(`${key}:`)).length
  return {
    kind: 'act',
    key: before === 0 ? key : `${key}:${before}`,
    act: 'hold',
    person: 'stagecoach',
    role: 'automatic',
    reason,
    environment: environment.name,
    package: moved.name,
    digest: moved.digest,
  }
}

function refused({ task }: FailedDeployment, plan: RollbackPlan, reason: string): Result {
  const { environment, operation } = task
  const message = `${reason} It was not taken back by itself, because ${plan.why}.`
  const advice = [
    `Promote a repaired version, or start the rollback workflow for ${environment.name} by hand. When the cause lay elsewhere and is mended, lift the hold with \`act: release\` and start the deploy workflow: it tries the same operation again.`,
  ]
  return { schema: 1, outcome: 'failed', reason: 'rollback-refused', message, environment: environment.name, operation, advice }
}

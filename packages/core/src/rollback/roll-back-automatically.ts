import { projectDeployment } from '../deployment/project-deployment.ts'
import { recordTargets } from '../deployment/record-targets.ts'
import type { DeploymentTask } from '../deployment/task.ts'
import type { CheckResult } from '../deployment/verification.ts'
import { secretsOf, withoutSecrets } from '../deployment/without-secrets.ts'
import { digestOf } from '../digest.ts'
import { releaseCommand } from '../ledger/act-commands.ts'
import { leaseEntry } from '../ledger/claim-lease.ts'
import { viewHistory, type LedgerView } from '../ledger/history.ts'
import type { NewEntry, RollbackEntry } from '../ledger/record.ts'
import { underFence } from '../ledger/under-fence.ts'
import type { Result } from '../outcome.ts'
import type { PackageRef } from '../package/package.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import type { Room } from '../ports/runtime.ts'
import { packageOf, ranOf, type FailedDeployment } from './failed-deployment.ts'
import { gatherFailure } from './gather-failure.ts'
import { rollbackOperation } from './hand-rollback.ts'
import { restore } from './restore.ts'
import { verifiedBefore } from './verified-before.ts'
import { planRollback, type RollbackPlan } from './rollback-plan.ts'

/** After a failed deployment or shakedown: hold the digest, decide by rule, and bring the targets back; what the rule forbids waits for a person with the reason. */
export async function rollBackAutomatically(room: Room, failed: FailedDeployment): Promise<Result> {
  const { host } = room
  const { task, fence, checks } = failed
  // A database repeats in its message what a migration made of a declared value.
  const reason = withoutSecrets(failed.error?.message ?? failedChecks(checks), secretsOf(host, task.environment))
  host.progress(reason)
  const { facts, changed, operations } = await gatherFailure(room, failed)
  const plan = planRollback(facts)
  const { moved, others } = packageOf(failed)
  const held = [...(moved === undefined ? [] : [moved]), ...others.map((each) => each.package)]
  const entry = rollbackEntry(failed, { plan, operations, ran: await ranOf(failed) }, reason)
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
  if (plan.kind === 'refused' || entry === undefined) return refused(failed, plan, reason, releaseCommands(room, failed, held))
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

function rollbackEntry(
  failed: FailedDeployment,
  { plan, operations, ran }: { plan: RollbackPlan; operations: readonly string[]; ran: string[] },
  reason: string,
): RollbackEntry | undefined {
  const { moved, before, others } = packageOf(failed)
  if (moved === undefined) return undefined
  const { operation, environment } = failed.task
  const shared = {
    kind: 'rollback' as const,
    operation: rollbackOperation(operation),
    environment: environment.name,
    of: operation,
    package: moved,
    ...(others.length === 0 ? {} : { others }),
    automatic: true,
  }
  const to = before === undefined ? {} : { to: before }
  if (plan.kind === 'refused') return { ...shared, ...to, plan: 'data-losing', state: 'refused', reason: plan.why, ran }
  return {
    ...shared,
    ...to,
    ...withEarlier(failed, operations),
    ...(plan.kind === 'snapshot' ? { snapshot: plan.snapshot.operation } : {}),
    plan: plan.kind,
    state: 'intended',
    reason,
  }
}

/** What failed before and stayed goes with it; then the state is no longer the one before a single merge. */
function withEarlier({ task, world }: FailedDeployment, operations: readonly string[]): Pick<RollbackEntry, 'and' | 'target'> {
  const and = operations.filter((each) => each !== task.operation)
  if (and.length === 0) return {}
  const { operation, commit, content, packages, at } = verifiedBefore(world.view, task.environment.name, task.operation)
  return { and, target: { operation, commit, content, packages, at } }
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

function releaseCommands({ host }: Room, { task, world }: FailedDeployment, held: readonly PackageRef[]): string[] {
  const now = host.clock.now().toISOString()
  return held.map((pkg) => releaseCommand(world.view, now, { environment: task.environment.name }, pkg))
}

function refused({ task }: FailedDeployment, plan: RollbackPlan, reason: string, lift: readonly string[]): Result {
  const { environment, operation } = task
  const message = `${reason} It was not taken back by itself, because ${plan.why}.`
  const first = lift.length === 0 ? '' : `lift the hold (${lift.map((each) => `\`${each}\``).join(', ')}) and `
  const advice = [
    `Promote a repaired version, or start the rollback workflow for ${environment.name} by hand. When the cause lay elsewhere and is mended, ${first}start the deploy workflow: it tries the same operation again.`,
  ]
  return { schema: 1, outcome: 'failed', reason: 'rollback-refused', message, environment: environment.name, operation, advice }
}

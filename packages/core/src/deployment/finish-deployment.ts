import type { Digest } from '../digest.ts'
import { leaseEntry } from '../ledger/claim-lease.ts'
import { viewHistory } from '../ledger/history.ts'
import type { NewEntry, RollbackEntry } from '../ledger/record.ts'
import { resetOf, resetRecord } from '../ledger/resets.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { underFence } from '../ledger/under-fence.ts'
import type { Result } from '../outcome.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import type { Room } from '../ports/runtime.ts'
import type { ChangedTargets } from './change-targets.ts'
import { startNext } from './next.ts'
import { projectDeployment } from './project-deployment.ts'
import { recordTargets } from './record-targets.ts'
import { sweepSnapshots } from './sweep-snapshots.ts'
import type { OpenTargets } from './target.ts'
import type { DeploymentTask } from './task.ts'
import type { CheckResult } from './verification.ts'

/** Records a verified deployment in the target, then in the ledger, then in what people see, and starts what waited for it. */
export async function finishDeployment(
  room: Room,
  task: DeploymentTask,
  targets: OpenTargets,
  fence: number,
  checks: CheckResult[],
  changed: ChangedTargets,
): Promise<Result> {
  const { host } = room
  const { operation, environment, commit, content, packages } = task
  for (const database of targets.all.values()) for (const leftover of await database.leftovers()) host.warn(leftover)
  await sweepSnapshots(room, environment, targets)
  const fingerprints = await recordTargets(room, targets, operation, fence, changed.marks)
  const entries = finishedEntries(room, task, fence, changed.plan, fingerprints, checks)
  const history = await host.ledger.append(
    underFence(environment.name, fence, (newest) => [...entries, ...repaired(task, newest), ...resetDone(task, newest)]),
  )
  const names = packages.map((each) => each.name)
  const message = `${environment.name} holds ${names.join(', ') || 'no package'}, verified by ${checks.length} checks.`
  await projectDeployment(room, task, 'success', message)
  const next = await startNext(room, history, environment)
  return {
    schema: 1,
    outcome: 'deployed',
    reason: 'done',
    message,
    operation,
    environment: environment.name,
    packages: names,
    shas: { merge: commit, content },
    next,
  }
}

/** The deployment stands before its verification, so that the verified state finds its fingerprints. */
function finishedEntries(
  { host }: Room,
  task: DeploymentTask,
  fence: number,
  plan: Digest,
  fingerprints: Record<string, Digest>,
  checks: CheckResult[],
): NewEntry[] {
  const { operation, commit, content, packages } = task
  const environment = task.environment.name
  const shared = { operation, environment, commit, content, packages }
  return [
    { kind: 'deployment', key: `deployment:finished:${operation}`, state: 'finished', fence, plan, fingerprints, ...shared },
    { kind: 'verification', key: `verification:${operation}:${fence}`, ...shared, passed: true, checks },
    leaseEntry('release', environment, operation, fence, host.clock.now()),
  ]
}

/** What was reset is deployed and verified: its pause ends. */
function resetDone({ verb, environment, operation }: DeploymentTask, newest: LedgerHistory): NewEntry[] {
  const reset = verb === 'reset' ? resetOf(viewHistory(newest), environment.name, operation) : undefined
  return reset === undefined ? [] : [resetRecord(reset, 'done')]
}

/** The repair of the branch is deployed: the pause of its rollback ends. */
function repaired(task: DeploymentTask, newest: LedgerHistory): NewEntry[] {
  const open = openRollback(viewHistory(newest), task.environment.name)
  if (task.verb !== 'repair' || open === undefined) return []
  const { schema: _schema, seq: _seq, previous: _previous, at: _at, by: _by, key: _key, repair: _repair, ...rest } = open
  const entry: RollbackEntry = { ...rest, state: 'repaired' }
  return [{ ...entry, key: `rollback:repaired:${open.operation}` }]
}

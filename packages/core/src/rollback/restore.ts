import type { Environment } from '../config/config.ts'
import type { AppliedNow, ChangedByOperation } from '../deployment/applied.ts'
import { deployApplication, unpackRelease } from '../deployment/application.ts'
import type { AnalysisOf } from '../deployment/data-objects.ts'
import { beginOperation, keepMarks } from '../deployment/keep-marks.ts'
import { loadObjects, loadPackages, packageOrigin } from '../deployment/load.ts'
import { recordTargets } from '../deployment/record-targets.ts'
import { takeBack } from '../deployment/take-back.ts'
import type { OpenTargets } from '../deployment/target.ts'
import { runVerification, type CheckResult } from '../deployment/verification.ts'
import { secretsOf } from '../deployment/without-secrets.ts'
import { StagecoachError } from '../error.ts'
import { leaseEntry } from '../ledger/claim-lease.ts'
import { viewHistory } from '../ledger/history.ts'
import { underFence } from '../ledger/under-fence.ts'
import { undoProof } from '../ledger/undo-proofs.ts'
import type { NewEntry, RollbackEntry } from '../ledger/record.ts'
import { lastDeployment } from '../ledger/operations.ts'
import { movesOf } from '../ledger/rollbacks.ts'
import type { VerifiedState } from '../ledger/verified-states.ts'
import type { Result } from '../outcome.ts'
import type { Oid } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { proposeRepair } from './propose-repair.ts'
import { standsStill, stillFailing } from './stands-still.ts'
import { putSnapshotBack } from './put-snapshot-back.ts'

export interface Restoration {
  rollback: RollbackEntry
  targets: OpenTargets
  fence: number
  world: World
  environment: Environment
  /** The verified state to return to. */
  state: Omit<VerifiedState, 'fingerprints'>
  /** Rows to take back or leave behind, and rows to apply again. */
  changed: ChangedByOperation
}

/** Brings the targets back to the last verified state by the recorded plan, proves it with the shakedown, gives the lease back and proposes the repair of the branch. Run again after a kill it goes on where it was. */
export async function restore(room: Room, restoration: Restoration): Promise<Result> {
  const targets = await putSnapshotBack(room, restoration)
  if (targets === undefined) return restoreTargets(room, restoration)
  try {
    // With the copy came the log of then: nothing is left to undo or to leave behind.
    return await restoreTargets(room, { ...restoration, targets, changed: { applied: [], undone: [] } })
  } finally {
    await targets.close()
  }
}

async function restoreTargets(room: Room, restoration: Restoration): Promise<Result> {
  const { host } = room
  const { rollback, targets, fence, world, environment, state } = restoration
  host.progress(`rolling ${environment.name} back to the state verified ${state.at} (${rollback.plan})`)
  const marks = await restoreDatabase(room, restoration, state).catch((error: unknown) => {
    throw standsStill(error, environment, state)
  })
  const checks = await restoreApplication(room, restoration, state)
  if (checks.some((check) => !check.passed)) throw stillFailing(environment, checks, whatStayed(rollback, restoration.changed))
  const fingerprints = await recordTargets(room, targets, rollback.operation, fence, marks)
  const { commit, content, packages } = state
  const shared = { environment: environment.name, fence, commit, content, packages }
  const failedDeployment = lastDeployment(world.view, environment.name)
  const entries: NewEntry[] = [
    { ...rollback, state: 'restored', key: `rollback:restored:${rollback.operation}` },
    {
      kind: 'deployment',
      key: `deployment:rolled-back:${rollback.of}`,
      state: 'rolled-back',
      operation: rollback.operation,
      plan: failedDeployment?.plan ?? '0'.repeat(64),
      fingerprints,
      ...shared,
    },
    {
      kind: 'verification',
      key: `verification:${rollback.operation}`,
      operation: rollback.operation,
      environment: environment.name,
      commit,
      content,
      packages,
      passed: true,
      checks,
    },
    leaseEntry('release', environment.name, rollback.of, fence, host.clock.now()),
  ]
  await host.ledger.append(underFence(environment.name, fence, () => entries))
  return proposeRepair(room, environment, { ...rollback, state: 'restored' })
}

/** By undo scripts newest first, and what the operation had undone applied again; or with the note that structures stay. Answers with row marks of what came back. */
async function restoreDatabase(
  room: Room,
  restoration: Restoration,
  state: Restoration['state'],
): Promise<Record<string, string>> {
  const { host, config } = room
  const { rollback, targets, fence, environment, changed, world } = restoration
  if (targets.main === undefined) return {}
  const context = {
    operation: rollback.operation,
    fence,
    config: host.secrets.resolve(environment.config),
    progress: (line: string) => host.progress(line),
  }
  const origin = packageOrigin(host)
  const analysisOf: AnalysisOf = async (row) => (await origin(row)).analysis
  await beginOperation(targets.main, rollback.operation, fence, analysisOf)
  const before = await loadObjects(host, config, state.commit)
  if (runsUndo(rollback)) {
    refuseUnproved(world, rollback, changed)
    const after = changed.undone.length === 0 ? [] : await loadObjects(host, config, await commitOf(room, rollback))
    await takeBack(targets.main, changed, { before, after }, { origin }, context)
    return keepMarks(targets.main, rollback.operation, fence, analysisOf)
  }
  await targets.main.applyObjects(before, context)
  for (const row of changed.applied.filter((each) => !each.leftBehind)) {
    const { pkg, analysis } = await origin(row)
    await targets.main.leaveBehind({ ...context, pkg, migration: row.migration, analysis })
  }
  return {}
}

/** Migrations whose structures are still there. */
function whatStayed(rollback: RollbackEntry, { applied }: ChangedByOperation): string[] {
  if (rollback.plan === 'snapshot' || runsUndo(rollback)) return []
  return applied.map((row) => `${row.package}/${row.migration}`)
}

/** Whether its plan takes structures back by undo scripts. */
export function runsUndo({ plan, stays }: Pick<RollbackEntry, 'plan' | 'stays'>): boolean {
  return plan === 'undo' || (plan === 'data-losing' && stays !== true)
}

/** What a person named as lost covers scripts that work and give back another state, or one that nobody saw.
 *  @throws StagecoachError `undo-unproved` */
function refuseUnproved({ view }: World, rollback: RollbackEntry, changed: ChangedByOperation): void {
  const { environment, plan } = rollback
  const moves = movesOf(rollback)
  const proved = (digest: string, { package: name, migration }: { package: string; migration: string }): boolean => {
    const proof = undoProof(view, environment, digest, `${name}/${migration}`)
    return proof === 'proved' || (plan === 'data-losing' && (proof === 'differs' || proof === 'unproved-on-rows'))
  }
  const returns = (row: AppliedNow): boolean => moves.some((move) => proved(move.package.digest, row))
  const unproved = [
    ...changed.applied.filter((row) => !proved(row.digest, row)),
    ...changed.undone.filter((row) => !returns(row)),
  ]
  if (unproved.length === 0) return
  throw new StagecoachError('undo-unproved', `No proof that ${unproved.map((row) => row.migration).join(', ')} can be undone.`)
}

/** What the operation deployed that is taken back. */
async function commitOf({ host }: Room, rollback: RollbackEntry): Promise<Oid> {
  const view = viewHistory(await host.ledger.latest())
  const deployed = view.of('deployment', rollback.environment).findLast((each) => each.operation === rollback.of)
  if (deployed !== undefined) return deployed.commit
  throw new StagecoachError('record-missing', `The ledger does not say what operation ${rollback.of} deployed.`)
}

async function restoreApplication(room: Room, restoration: Restoration, state: Restoration['state']): Promise<CheckResult[]> {
  const { host, config } = room
  const { environment, fence, rollback, targets } = restoration
  const packages = await loadPackages(host, state.packages)
  const { content, commit } = state
  const release = await unpackRelease(host, config, {
    environment,
    content,
    commit,
    fence,
    operation: rollback.operation,
    packages,
  })
  await deployApplication(host, environment, room.checkout, release)
  return runVerification(host, environment.verify, {
    databases: targets.all,
    folder: room.checkout,
    environment: release.environment,
    secrets: secretsOf(host, environment),
  })
}

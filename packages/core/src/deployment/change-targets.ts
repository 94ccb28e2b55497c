import { digestOf, type Digest } from '../digest.ts'
import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { NewEntry } from '../ledger/record.ts'
import { underFence } from '../ledger/under-fence.ts'
import { undoProof } from '../ledger/undo-proofs.ts'
import type { Room } from '../ports/runtime.ts'
import { laterData } from '../rollback/later-data.ts'
import type { World } from '../world.ts'
import type { AppliedNow } from './applied.ts'
import { analysisIn, undoHides } from './data-objects.ts'
import { deployApplication, unpackRelease } from './application.ts'
import { planDatabase, type DatabasePlan, type DesiredPackage } from './database-plan.ts'
import { migrateDatabase } from './migrate-database.ts'
import { inspectTargets, type InspectedTarget } from './inspect.ts'
import { beginOperation } from './keep-marks.ts'
import { checkDeclaredConfig, loadObjects, loadPackages, packageOrigin } from './load.ts'
import type { OpenTargets } from './target.ts'
import type { DeploymentTask } from './task.ts'
import { runVerification, type CheckResult } from './verification.ts'
import { secretsOf } from './without-secrets.ts'

/** How far a deployment came, for whoever must clean up after an error. */
export interface ChangedTargets {
  started: boolean
  /** Digest of the plan, once started. */
  plan: Digest
  marks: Record<string, string>
}

/** Plans against the live log, records the intent, changes database and application, and runs the shakedown. */
export async function changeTargets(
  room: Room,
  world: World,
  task: DeploymentTask,
  targets: OpenTargets,
  fence: number,
  changed: ChangedTargets,
): Promise<CheckResult[]> {
  const { host, config } = room
  const { environment, operation } = task
  const desired = await loadPackages(host, task.packages)
  checkDeclaredConfig(environment, desired)
  const found = await inspectTargets(targets, operation, environment.name)
  const plan = planFor(world, task, found, desired)
  const objects = await loadObjects(host, config, task.commit)
  const values = host.secrets.resolve(environment.config)
  changed.plan = await recordStart(room, task, fence, plan)
  changed.started = true
  if (targets.main !== undefined) {
    await refuseLossOfData(environment, targets, plan, packageOrigin(host))
    // In each: the deploy command may change the others, and a run that goes on after it must not take that for drift.
    for (const database of targets.all.values()) await beginOperation(database, operation, fence, analysisIn(desired))
    const context = { operation, fence, config: values, progress: (line: string) => host.progress(line) }
    const material = { desired, origin: packageOrigin(host), objects }
    changed.marks = await migrateDatabase(targets.main, plan, material, context)
  }
  const release = await unpackRelease(host, config, { ...task, fence, packages: desired })
  await deployApplication(host, environment, room.checkout, release)
  return runVerification(host, environment.verify, {
    databases: targets.all,
    folder: room.checkout,
    environment: release.environment,
    secrets: secretsOf(host, environment),
  })
}

/** Undo scripts of what an edited or dropped migration made are proved for structures alone; rows that came since would go with them. Where the database may be thrown away, nobody minds.
 *  @throws StagecoachError `undo-failed` naming what holds data, before anything ran: the deployment is taken back by rule */
export async function refuseLossOfData(
  environment: Environment,
  targets: Pick<OpenTargets, 'main'>,
  plan: Pick<DatabasePlan, 'undo'>,
  origin: ReturnType<typeof packageOrigin>,
): Promise<void> {
  if (environment.disposable) return
  for (const row of plan.undo) {
    const migration = (await origin(row)).analysis.migrations.find((each) => each.id === row.migration)
    if (migration?.undoHides === true) throw hiddenLoss(environment, row)
  }
  const data = await laterData(targets, plan.undo, { origin })
  if (data.length === 0) return
  throw new StagecoachError(
    'undo-failed',
    `This version undoes what ${environment.name} has run, and data came since, or nobody can tell, into ${data.join(', ')}.`,
    {
      hint: 'Put the change into a new migration file and leave the applied one as it was.',
    },
  )
}

function hiddenLoss({ name }: Environment, { package: pkg, migration }: AppliedNow): StagecoachError {
  return new StagecoachError('undo-failed', `This version undoes ${pkg}/${migration}, which ${name} has run, and ${undoHides}.`, {
    hint: 'Write the undo script in plain statements, or put the change into a new migration file and leave the applied one as it was.',
  })
}

/** @throws StagecoachError `drift`, `applied-changed` naming each migration */
function planFor(
  world: World,
  task: DeploymentTask,
  found: InspectedTarget | undefined,
  desired: readonly DesiredPackage[],
): DatabasePlan {
  const { environment } = task
  const plan = planDatabase(
    found?.log ?? [],
    found === undefined ? [] : desired,
    (row) => undoProof(world.view, environment.name, row.digest, `${row.package}/${row.migration}`) === 'proved',
  )
  const drift = plan.problems.filter((problem) => problem.kind === 'drift')
  if (drift.length > 0) {
    const names = drift.map((problem) => `${problem.package}/${problem.migration}`).join(', ')
    throw new StagecoachError('drift', `The database of ${environment.name} has run ${names}, which its branch does not hold.`, {
      hint: 'Bring the package back into the branch, or undo it: a deployment never takes structures away by itself.',
    })
  }
  const changed = plan.problems.map((problem) => `${problem.package}/${problem.migration}`).join(', ')
  if (plan.problems.length === 0) return plan
  throw new StagecoachError(
    'applied-changed',
    `${environment.name} has run ${changed} in another form, and no proved undo takes it back.`,
    {
      hint: 'Put the change into a new migration file and leave the applied one as it was.',
    },
  )
}

/** The intent is in the ledger before the first effect. A re-run with another plan (half of it done) records its own. */
async function recordStart({ host }: Room, task: DeploymentTask, fence: number, plan: DatabasePlan): Promise<Digest> {
  const { operation, environment, commit, content, packages } = task
  const digest = digestOf({ undo: plan.undo.map((row) => `${row.package}/${row.migration}`), apply: plan.apply })
  const shared = { operation, environment: environment.name, content, packages, plan: digest }
  const tree = await host.git.tree(commit)
  const entries: NewEntry[] = [
    ...(task.verb === 'deploy'
      ? [{ kind: 'intent' as const, key: `intent:${operation}`, verb: task.verb, tip: commit, tree, ...shared }]
      : []),
    { kind: 'deployment', key: `deployment:started:${operation}:${fence}`, state: 'started', commit, fence, ...shared },
  ]
  await host.ledger.append(underFence(environment.name, fence, () => entries))
  for (const notice of plan.notices) host.progress(notice)
  return digest
}

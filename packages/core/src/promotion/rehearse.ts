import { appliedNow } from '../deployment/applied.ts'
import { catalogDelta } from '../deployment/catalog-delta.ts'
import { planDatabase, type DatabasePlan, type DesiredPackage } from '../deployment/database-plan.ts'
import { fingerprint } from '../deployment/fingerprint.ts'
import { runPlan, type PlanMaterial } from '../deployment/run-plan.ts'
import { StagecoachError } from '../error.ts'
import { proveUndo } from './prove-undo.ts'
import { hasRun } from './recorded-log.ts'
import { rowsBefore } from './rows-before.ts'
import type { Effect, Rehearsal } from '../ledger/record.ts'
import type { RanByHalf } from '../ledger/rollbacks.ts'
import type {
  CatalogDelta,
  Databases,
  ObjectDefinition,
  OpenDatabase,
  ScratchDatabase,
  ScratchOrigin,
  StepContext,
} from '../ports/database.ts'

/** A side of the rehearsal: the set in canonical order and the programmable objects of its tree. */
export interface RehearsedSide {
  packages: readonly DesiredPackage[]
  objects: readonly ObjectDefinition[]
}

export interface RehearsalRequest {
  origin: ScratchOrigin
  /** The target as recorded; replayed on the template first. */
  before: RehearsedSide
  /** Rolled-back packages whose structures stay in the target. */
  leftBehind: readonly DesiredPackage[]
  /** Versions of `before` that failed in the target and stay there by half; none when absent. */
  ran?: RanByHalf
  after: RehearsedSide
  material: Pick<PlanMaterial, 'origin'>
  config: Record<string, string>
  progress(line: string): void
}

export interface RehearsalResult extends Pick<Effect, 'undo' | 'noRows'> {
  rehearsal: Rehearsal
  delta: CatalogDelta | 'not-comparable'
  /** What broke, when it did not pass. */
  failure?: StagecoachError
}

/** Replays a promotion on a throw-away database in the target's recorded state, then takes it back with its undo scripts to see whether they work. The scratch database has no secret of any target. */
export async function rehearse(databases: Databases, request: RehearsalRequest): Promise<RehearsalResult> {
  const start = performance.now()
  const scratch = await databases.scratch(request.origin)
  try {
    return await rehearseOn(scratch, request, start)
  } finally {
    await scratch.close()
  }
}

async function rehearseOn(scratch: ScratchDatabase, request: RehearsalRequest, start: number): Promise<RehearsalResult> {
  const context: StepContext = { operation: 'rehearsal', fence: 0, config: request.config }
  await scratch.prepare()
  await replay(scratch, request, context)
  const before = await scratch.catalog()
  const report = (passed: boolean, detail: string): Rehearsal => {
    const milliseconds = Math.round(performance.now() - start)
    return { on: 'clone', server: before.server, state: fingerprint(before), passed, milliseconds, detail }
  }
  request.progress('rehearsing on a scratch database')
  const plan = planDatabase(await scratch.log(), request.after.packages, () => true)
  const rows = await rowsBefore(scratch, plan, request.after.packages, request.material)
  try {
    await runPlan(
      scratch,
      plan,
      { ...request.material, desired: request.after.packages, objects: request.after.objects },
      context,
    )
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    return { rehearsal: report(false, error.message), delta: 'not-comparable', undo: {}, failure: error }
  }
  const delta = catalogDelta(before, await scratch.catalog())
  const proofs = await proveUndo(scratch, {
    plan,
    objects: { before: request.before.objects, after: request.after.objects },
    material: request.material,
    context,
    restored: async () => fingerprint(await scratch.catalog()) === fingerprint(before) && (await rows.same()),
    noRows: rows.none,
  })
  return { rehearsal: report(true, `${plan.apply.length} migrations, ${plan.undo.length} undone first`), delta, ...proofs }
}

/** Brings the scratch database from the template to the recorded state. A template that holds more than the target cannot stand for it. */
async function replay(scratch: OpenDatabase, request: RehearsalRequest, context: StepContext): Promise<void> {
  const plan = planDatabase(await scratch.log(), request.before.packages, () => false)
  const ahead = plan.problems.map((problem) => `${problem.package}/${problem.migration}`)
  if (ahead.length > 0) {
    throw new StagecoachError('template-ahead', `The template holds migrations that the target does not: ${ahead.join(', ')}.`, {
      hint: 'Make the template again from a production-like state, or name another `template`.',
    })
  }
  const digests = new Map(request.before.packages.map(({ pkg }) => [pkg.ref.name, pkg.ref]))
  const ran = (step: DatabasePlan['apply'][number]): boolean => {
    const ref = digests.get(step.package)
    return ref === undefined || hasRun(request.ran ?? new Map(), ref, step.migration)
  }
  await runPlan(
    scratch,
    { ...plan, apply: plan.apply.filter(ran) },
    { ...request.material, desired: request.before.packages, objects: request.before.objects },
    context,
  )
  for (const left of request.leftBehind) await replayLeftBehind(scratch, left, context)
}

/** What such a package ran and the version that came back does not have: applied, and on the record as staying. */
async function replayLeftBehind(scratch: OpenDatabase, { pkg, analysis }: DesiredPackage, context: StepContext): Promise<void> {
  const there = appliedNow(await scratch.log()).filter((row) => row.package === pkg.manifest.name)
  for (const { id: migration } of pkg.manifest.migrations) {
    if (there.some((row) => row.migration === migration)) continue
    await scratch.apply({ ...context, pkg, migration, analysis })
    await scratch.leaveBehind({ ...context, pkg, migration, analysis })
  }
}

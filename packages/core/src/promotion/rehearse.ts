import { appliedNow, type AppliedNow } from '../deployment/applied.ts'
import { catalogDelta } from '../deployment/catalog-delta.ts'
import { planDatabase, type DatabasePlan, type DesiredPackage } from '../deployment/database-plan.ts'
import { fingerprint } from '../deployment/fingerprint.ts'
import { canonicalJson } from '../digest.ts'
import { migrationOf, runPlan, type PlanMaterial } from '../deployment/run-plan.ts'
import { takeBack } from '../deployment/take-back.ts'
import { StagecoachError } from '../error.ts'
import { hasRun } from './recorded-log.ts'
import type { Effect, Rehearsal } from '../ledger/record.ts'
import type { RanByHalf } from '../ledger/rollbacks.ts'
import type { DataObject } from '../package/analysis.ts'
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

export interface RehearsalResult {
  rehearsal: Rehearsal
  delta: CatalogDelta | 'not-comparable'
  undo: Effect['undo']
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
  const tables = await touchedTables(plan, request)
  const rowsBefore = await scratch.dataMarks(tables)
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
  const restored = async (): Promise<boolean> =>
    fingerprint(await scratch.catalog()) === fingerprint(before) && sameMarks(await scratch.dataMarks(tables), rowsBefore)
  const undo = await proveUndo(scratch, request, plan, restored, context)
  return { rehearsal: report(true, `${plan.apply.length} migrations, ${plan.undo.length} undone first`), delta, undo }
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

/** Takes back what ran as a rollback would, and applies again what was undone for it: the catalog and the rows of every touched table must be what they were. */
async function proveUndo(
  scratch: OpenDatabase,
  request: RehearsalRequest,
  plan: Pick<DatabasePlan, 'apply' | 'undo'>,
  restored: () => Promise<boolean>,
  context: StepContext,
): Promise<Effect['undo']> {
  const applied = appliedNow(await scratch.log()).filter((row) =>
    plan.apply.some((each) => each.package === row.package && each.migration === row.migration),
  )
  const undone = plan.undo.toReversed()
  const proofs: Effect['undo'] = {}
  const note = (verdict: Effect['undo'][string]) => {
    for (const row of [...applied, ...undone]) proofs[keyOf(row)] ??= verdict
  }
  for (const row of applied) {
    const { pkg } = await request.material.origin(row)
    if (migrationOf(pkg, row.migration)?.undo === undefined) proofs[keyOf(row)] = 'missing'
  }
  if (Object.keys(proofs).length > 0) {
    // One script is missing: taking back the others alone proves nothing about the package as a whole.
    note('failed')
    return proofs
  }
  try {
    const objects = { before: request.before.objects, after: request.after.objects }
    await takeBack(scratch, { applied, undone }, objects, request.material, context)
    note((await restored()) ? 'proved' : 'differs')
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    note('failed')
  }
  return proofs
}

function keyOf(row: AppliedNow): string {
  return `${row.package}/${row.migration}`
}

/** Tables that the migrations change or changed, by themselves or through a column: their rows tell whether the way back gives what was taken. */
async function touchedTables(
  { apply, undo }: Pick<DatabasePlan, 'apply' | 'undo'>,
  { after, material }: RehearsalRequest,
): Promise<DataObject[]> {
  const touching = apply.map((step) => ({
    migration: step.migration,
    analysis: after.packages.find((each) => each.pkg.manifest.name === step.package)?.analysis,
  }))
  for (const row of undo) touching.push({ migration: row.migration, analysis: (await material.origin(row)).analysis })
  const names = new Set<string>()
  for (const { migration, analysis } of touching) {
    const statements = analysis?.migrations.find((each) => each.id === migration)?.statements ?? []
    for (const { kind, name, use } of statements.flatMap((statement) => statement.objects)) {
      if (use === 'read') continue
      if (kind === 'table') names.add(name)
      if (kind === 'column') names.add(name.slice(0, name.lastIndexOf('.')))
    }
  }
  return [...names].sort().map((name) => ({ kind: 'table', name }))
}

function sameMarks(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return canonicalJson(a) === canonicalJson(b)
}

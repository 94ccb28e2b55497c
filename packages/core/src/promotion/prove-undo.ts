import { appliedNow, type AppliedNow } from '../deployment/applied.ts'
import type { DatabasePlan } from '../deployment/database-plan.ts'
import { migrationOf, type PlanMaterial } from '../deployment/run-plan.ts'
import { takeBack, type ObjectSides } from '../deployment/take-back.ts'
import { StagecoachError } from '../error.ts'
import type { Effect } from '../ledger/record.ts'
import type { OpenDatabase, StepContext } from '../ports/database.ts'

export interface UndoTrial {
  plan: Pick<DatabasePlan, 'apply' | 'undo'>
  objects: ObjectSides
  material: Pick<PlanMaterial, 'origin'>
  context: StepContext
  /** Whether catalog and rows are what they were. */
  restored(): Promise<boolean>
  /** By migration, what it takes values from where the copy held none: that such a value comes back was not seen. */
  noRows: Record<string, string[]>
}

/** Takes back what ran as a rollback would, and applies again what was undone for it: the catalog and the rows of every touched table must be what they were. */
export async function proveUndo(scratch: OpenDatabase, trial: UndoTrial): Promise<Pick<Effect, 'undo' | 'noRows'>> {
  const { plan, material } = trial
  const applied = appliedNow(await scratch.log()).filter((row) =>
    plan.apply.some((each) => each.package === row.package && each.migration === row.migration),
  )
  const keys = [...applied, ...plan.undo].map(keyOf)
  const missing: string[] = []
  for (const row of applied) {
    const { pkg } = await material.origin(row)
    if (migrationOf(pkg, row.migration)?.undo === undefined) missing.push(keyOf(row))
  }
  // One script is missing: taking back the others alone proves nothing about the package as a whole.
  if (missing.length > 0) return { undo: verdicts(keys, (key) => (missing.includes(key) ? 'missing' : 'untried')) }
  const verdict = await tryUndo(scratch, trial, applied)
  if (verdict !== 'proved' || Object.keys(trial.noRows).length === 0) return { undo: verdicts(keys, () => verdict) }
  const seen = (key: string) => (trial.noRows[key] === undefined ? 'proved' : 'unproved-on-rows')
  return { undo: verdicts(keys, seen), noRows: trial.noRows }
}

async function tryUndo(
  scratch: OpenDatabase,
  { plan, objects, material, context, restored }: UndoTrial,
  applied: readonly AppliedNow[],
): Promise<'proved' | 'differs' | 'failed'> {
  try {
    await takeBack(scratch, { applied: [...applied], undone: plan.undo.toReversed() }, objects, material, context)
    return (await restored()) ? 'proved' : 'differs'
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    return 'failed'
  }
}

function verdicts(keys: readonly string[], of: (key: string) => Effect['undo'][string]): Effect['undo'] {
  return Object.fromEntries(keys.map((key) => [key, of(key)]))
}

function keyOf(row: AppliedNow): string {
  return `${row.package}/${row.migration}`
}

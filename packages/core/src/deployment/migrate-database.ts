import type { StepContext, TargetDatabase } from '../ports/database.ts'
import type { DatabasePlan } from './database-plan.ts'
import { analysisIn } from './data-objects.ts'
import { keepMarks } from './keep-marks.ts'
import { runPlan, type PlanMaterial } from './run-plan.ts'

/** Runs the plan on the database that packages migrate, and answers with row marks of what going back can lose. */
export async function migrateDatabase(
  database: TargetDatabase,
  plan: DatabasePlan,
  material: PlanMaterial,
  context: StepContext,
): Promise<Record<string, string>> {
  const keep = () => keepMarks(database, context.operation, context.fence, analysisIn(material.desired))
  try {
    await runPlan(database, plan, material, context)
  } catch (error) {
    // What ran before the failure may stay for a while. Marks that cannot be kept now count as changed later, and why it failed says more.
    await keep().catch(() => undefined)
    throw error
  }
  return keep()
}

import { StagecoachError } from '../error.ts'
import type { MigrationRef, StoredPackage } from '../package/package.ts'
import type { ObjectDefinition, OpenDatabase, StepContext } from '../ports/database.ts'
import type { AppliedNow } from './applied.ts'
import type { DatabasePlan, DesiredPackage } from './database-plan.ts'

/** Everything the steps of a plan need: the packages by name, older versions for their undo scripts, and the objects of the tree. */
export interface PlanMaterial {
  desired: readonly DesiredPackage[]
  /** The package version an applied row came from. */
  origin(row: AppliedNow): Promise<DesiredPackage>
  /** Definitions in dependency order that the database shall hold in the end. */
  objects: readonly ObjectDefinition[]
}

/** Runs a plan: undos, migrations, then programmable objects. Each step is resumable by itself, so a killed run starts over and skips what is done. */
export async function runPlan(
  database: OpenDatabase,
  plan: DatabasePlan,
  material: PlanMaterial,
  context: StepContext,
): Promise<void> {
  if (plan.undo.length > 0) await undoRows(database, plan.undo, material, context)
  for (const step of plan.apply) {
    const { pkg, analysis } = material.desired.find((each) => each.pkg.manifest.name === step.package) ?? missing(step.package)
    context.progress?.(`migration ${step.package}/${step.migration}`)
    await database.apply({ ...context, pkg, migration: step.migration, analysis })
  }
  const done = await database.applyObjects(material.objects, context)
  for (const name of done.replaced) context.progress?.(`object ${name}`)
  for (const name of done.dropped) context.progress?.(`object ${name} dropped`)
}

/** Undoes applied rows in the order given. Objects stand on tables: with no plan to keep them, they are brought to `material.objects` by the caller's next step. */
export async function undoRows(
  database: OpenDatabase,
  rows: readonly AppliedNow[],
  material: Pick<PlanMaterial, 'origin'>,
  context: StepContext,
): Promise<void> {
  for (const row of rows) {
    const { pkg, analysis } = await material.origin(row)
    context.progress?.(`undo ${row.package}/${row.migration}`)
    await database.undo({ ...context, pkg, migration: row.migration, analysis })
  }
}

/** The manifest's entry of a migration. */
export function migrationOf(pkg: StoredPackage, id: string): MigrationRef | undefined {
  return pkg.manifest.migrations.find((each) => each.id === id)
}

function missing(name: string): never {
  throw new StagecoachError('package-missing', `The plan names the package '${name}', which the composition does not hold.`)
}

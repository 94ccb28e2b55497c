import type { ObjectDefinition, OpenDatabase, StepContext } from '../ports/database.ts'
import type { ChangedByOperation } from './applied.ts'
import { undoRows, type PlanMaterial } from './run-plan.ts'

/** Programmable objects of the state to return to, and of the state that is left. */
export interface ObjectSides {
  before: readonly ObjectDefinition[]
  after: readonly ObjectDefinition[]
}

/** Undoes what an operation applied, newest first, and applies again what it had undone, oldest first, each byte for byte from the version that ran it.
 *  Objects go first, since those of the newer state may stand on what goes; where migrations come back, objects that need them come last. Each step is resumable by itself. */
export async function takeBack(
  database: OpenDatabase,
  { applied, undone }: ChangedByOperation,
  objects: ObjectSides,
  material: Pick<PlanMaterial, 'origin'>,
  context: StepContext,
): Promise<void> {
  await database.applyObjects(undone.length === 0 ? objects.before : commonObjects(objects), context)
  await undoRows(database, applied.toReversed(), material, context)
  if (undone.length === 0) return
  for (const row of undone) {
    const { pkg, analysis } = await material.origin(row)
    const step = { ...context, pkg, migration: row.migration, analysis }
    context.progress?.(`migration ${row.package}/${row.migration} of ${row.version} again`)
    await database.apply(step)
    if (row.leftBehind) await database.leaveBehind(step)
  }
  await database.applyObjects(objects.before, context)
}

/** Objects that both states define alike, with all they depend on: they can stand while migrations change below the others. */
function commonObjects({ before, after }: ObjectSides): ObjectDefinition[] {
  const kept = new Map<string, ObjectDefinition>()
  const managed = new Set(before.map((each) => each.name))
  for (const object of before) {
    const same = after.some((each) => each.name === object.name && each.checksum === object.checksum)
    const stands = object.dependsOn.every((name) => !managed.has(name) || kept.has(name))
    if (same && stands) kept.set(object.name, object)
  }
  return [...kept.values()]
}

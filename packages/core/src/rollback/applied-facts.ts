import type { ChangedByOperation } from '../deployment/applied.ts'
import { packageOrigin } from '../deployment/load.ts'
import { undoProof } from '../ledger/undo-proofs.ts'
import { classOf } from '../promotion/effect.ts'
import type { PackageRef } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import type { AppliedFacts, RollbackFacts } from './rollback-plan.ts'

/** What reading and rehearsing said of the migrations that an operation applied and undid, in their order. `moved` is the version whose promotion rehearsed it. */
export async function appliedFacts(
  { host }: Room,
  { view }: Pick<World, 'view'>,
  environment: string,
  changed: ChangedByOperation,
  moved: PackageRef | undefined,
): Promise<Pick<RollbackFacts, 'applied' | 'undone'>> {
  const origin = packageOrigin(host)
  const facts: AppliedFacts[] = []
  for (const row of changed.applied) {
    const migration = (await origin(row)).analysis.migrations.find((each) => each.id === row.migration)
    facts.push({
      package: row.package,
      migration: row.migration,
      classes: migration?.statements.map(classOf) ?? ['unknown'],
      undo: undoProof(view, environment, row.digest, `${row.package}/${row.migration}`) ?? 'unknown',
    })
  }
  const undone = changed.undone.map(({ package: name, migration }) => {
    const proof = moved && undoProof(view, environment, moved.digest, `${name}/${migration}`)
    return { package: name, migration, undo: proof ?? ('unknown' as const) }
  })
  return { applied: facts, undone }
}

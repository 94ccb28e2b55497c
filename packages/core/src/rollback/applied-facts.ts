import type { AppliedNow } from '../deployment/applied.ts'
import { packageOrigin } from '../deployment/load.ts'
import { undoProof } from '../ledger/undo-proofs.ts'
import { classOf } from '../promotion/effect.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import type { AppliedFacts } from './rollback-plan.ts'

/** What reading and rehearsing said of the migrations that an operation applied, in their order. */
export async function appliedFacts(
  { host }: Room,
  { view }: Pick<World, 'view'>,
  environment: string,
  applied: readonly AppliedNow[],
): Promise<AppliedFacts[]> {
  const origin = packageOrigin(host)
  const facts: AppliedFacts[] = []
  for (const row of applied) {
    const migration = (await origin(row)).analysis.migrations.find((each) => each.id === row.migration)
    facts.push({
      package: row.package,
      migration: row.migration,
      classes: migration?.statements.map(classOf) ?? ['unknown'],
      undo: undoProof(view, environment, row.digest, `${row.package}/${row.migration}`) ?? 'unknown',
    })
  }
  return facts
}

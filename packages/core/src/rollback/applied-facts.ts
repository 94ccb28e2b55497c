import type { AppliedNow, ChangedByOperation } from '../deployment/applied.ts'
import { shownObject } from '../deployment/data-objects.ts'
import { packageOrigin } from '../deployment/load.ts'
import { undoProof, undoWithoutRows } from '../ledger/undo-proofs.ts'
import type { PackageMove } from '../ledger/record.ts'
import { classOf } from '../promotion/effect.ts'
import { takenValues } from '../promotion/taken-values.ts'
import type { MigrationAnalysis } from '../package/analysis.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { freshNames } from './fresh-names.ts'
import { harmsOf } from './harms.ts'
import type { AppliedFacts, RollbackFacts } from './rollback-plan.ts'

/** What reading and rehearsing said of the migrations that an operation applied and undid, in their order. The rehearsal of a moved version tried the way back to what it undid; `steps` is how many operations lie between, and over more than one nobody tried it. */
export async function appliedFacts(
  { host }: Pick<Room, 'host'>,
  { view }: Pick<World, 'view'>,
  environment: string,
  changed: ChangedByOperation,
  moves: readonly PackageMove[],
  steps = 1,
): Promise<Pick<RollbackFacts, 'applied' | 'undone'>> {
  const origin = packageOrigin(host)
  const facts: AppliedFacts[] = []
  const applied: [AppliedNow, MigrationAnalysis | undefined][] = []
  for (const row of changed.applied) {
    applied.push([row, (await origin(row)).analysis.migrations.find((each) => each.id === row.migration)])
  }
  const fresh = freshNames(applied.flatMap(([, migration]) => migration ?? []))
  const runs = applied.map(([row, each]) => ({ key: `${row.package}/${row.migration}`, statements: each?.statements ?? [] }))
  const taken = takenValues(runs)
  for (const [row, migration] of applied) {
    const name = `${row.package}/${row.migration}`
    const values = (taken.get(name) ?? []).map(shownObject).filter((each) => !fresh.has(each))
    facts.push({
      package: row.package,
      migration: row.migration,
      classes: migration?.statements.map(classOf) ?? ['unknown'],
      undo: undoProof(view, environment, row.digest, name) ?? 'unknown',
      noRows: undoWithoutRows(view, environment, row.digest, name),
      takes: values.length > 0,
      ...(migration?.undoHides === true ? { hides: true } : {}),
      // What these migrations made is no loss: nothing was there before.
      harms: [...new Set([...harmsOf(name, migration).filter((each) => !fresh.has(each)), ...values])],
    })
  }
  const undone = changed.undone.map(({ package: name, migration }) => {
    const proof = steps > 1 ? undefined : proofOfReturn(view, environment, moves, `${name}/${migration}`)
    return { package: name, migration, undo: proof ?? ('unknown' as const) }
  })
  return { applied: facts, undone }
}

function proofOfReturn(view: World['view'], environment: string, moves: readonly PackageMove[], migration: string) {
  const proofs = moves.map((move) => undoProof(view, environment, move.package.digest, migration))
  return proofs.find((proof) => proof !== undefined)
}

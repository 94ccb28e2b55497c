import { packageOrigin } from '../deployment/load.ts'
import type { RollbackEntry } from '../ledger/record.ts'
import type { Room } from '../ports/runtime.ts'
import { laterData } from './later-data.ts'
import { runsUndo, type Restoration } from './restore.ts'
import { wholes } from './rollback-plan.ts'

/** What the undo scripts of a rollback that was cut off would take now and nobody named as lost: between its plan and its undo may lie hours. */
export async function unnamedData(
  { host }: Pick<Room, 'host'>,
  rollback: RollbackEntry,
  { targets, changed }: Pick<Restoration, 'targets' | 'changed'>,
): Promise<string[]> {
  if (!runsUndo(rollback)) return []
  const found = await laterData(targets, changed.applied, { origin: packageOrigin(host) })
  return beyond(found, rollback.losses ?? [])
}

/** Exported for its test: a named table stands for its columns. */
export function beyond(found: readonly string[], named: readonly string[]): string[] {
  return wholes([...found, ...named]).filter((each) => !named.includes(each))
}

import { StagecoachError, type SnapshotHolder } from '@stagecoach/core'
import { integer, text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { writeFence } from '../runner/fence.ts'
import { hasBegun, writeBegun } from '../schema/begun-operation.ts'
import { prepareSchema, refuseNewer, schemaVersion } from '../schema/prepare.ts'

/** Whether this operation has begun to change the database. Errors: `fenced` when a newer holder took over, `log-format-newer`. */
export async function hasBegunHere(session: Session, { operation, fence }: SnapshotHolder): Promise<boolean> {
  const version = await schemaVersion(session)
  refuseNewer(version)
  if (version === 0) return false
  const [row] = await session.query('select fence::text as fence, operation from stagecoach.fence')
  if (row !== undefined && integer(row, 'fence') > fence) throw overtaken(fence, text(row, 'operation'))
  return hasBegun(session, operation)
}

/** A copy that is about to become the environment's database again: its log, marks and records are the environment's own and stay; from here on it is this holder's. */
export async function takeOver(session: Session, holder: SnapshotHolder): Promise<void> {
  await prepareSchema(session)
  await session.transaction(async () => {
    await writeFence(session, holder)
    await writeBegun(session, holder.operation, {}, holder.fence)
  })
}

export function overtaken(fence: number, by: string): StagecoachError {
  return new StagecoachError('fenced', `Fencing number ${String(fence)} is too old: ${by} has taken over this database.`, {
    hint: 'Nothing was copied or replaced. The newer run finishes the operation; look at its report.',
  })
}

export function missing(of: string): StagecoachError {
  return new StagecoachError('snapshot-missing', `There is no copy of the database from before operation ${of} any more.`, {
    hint: 'Make the environment anew with the reset workflow, or start the rollback again after its operation was repaired by hand.',
  })
}

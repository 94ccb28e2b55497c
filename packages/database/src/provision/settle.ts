import { StagecoachError } from '@stagecoach/core'
import { integer, text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import { writeFence, type Holder } from '../runner/fence.ts'
import { hasBegun, writeBegun } from '../schema/begun-operation.ts'
import { readRecorded } from '../schema/recorded-state.ts'
import { prepareSchema, refuseNewer, schemaVersion } from '../schema/prepare.ts'

/**
 * Makes a database that was copied from elsewhere an environment's own: fence, begun operations and recorded state of where it came from
 * are forgotten, its migration log stays, and the holder has begun there. Errors: `log-format-newer`, `fenced` when a newer holder did it.
 */
export async function settle(session: Session, holder: Holder): Promise<void> {
  await prepareSchema(session)
  await session.transaction(async () => {
    const [newer] = await session.query('select operation from stagecoach.begun where operation = $1 and fence > $2', [
      holder.operation,
      holder.fence,
    ])
    if (newer !== undefined) throw replaced(holder, 'another holder of the lease')
    for (const table of ['fence', 'begun', 'recorded']) await session.exec(`delete from stagecoach.${table}`)
    await writeFence(session, holder)
    await writeBegun(session, holder.operation, {}, holder.fence)
  })
}

/** Whether this operation made the database already; a database that a newer holder has taken over is let alone. Errors: `fenced`, `log-format-newer`. */
export async function isSettled(session: Session, holder: Holder): Promise<boolean> {
  const version = await schemaVersion(session)
  refuseNewer(version)
  if (version === 0) return false
  const [row] = await session.query('select fence::text as fence, operation from stagecoach.fence')
  if (row !== undefined && integer(row, 'fence') > holder.fence) throw replaced(holder, text(row, 'operation'))
  return hasBegun(session, holder.operation)
}

/** Throws what `mayGo` throws about the operation that was recorded last in a database that would be thrown away. */
export async function askWhetherItMayGo(session: Session, mayGo: (operation: string) => void): Promise<void> {
  const recorded = await readRecorded(session)
  if (recorded !== undefined) mayGo(recorded.operation)
}

export function replaced({ fence }: Holder, by: string): StagecoachError {
  return new StagecoachError('fenced', `Fencing number ${String(fence)} is too old: ${by} has taken over this database.`, {
    hint: 'Nothing was replaced. The newer run finishes the operation; look at its report.',
  })
}

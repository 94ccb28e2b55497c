import { StagecoachError } from '@stagecoach/core'
import { integer, text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'
import type { Workbench } from './workbench.ts'

/** Who writes: the fencing number of the lease and the operation it belongs to. */
export interface Holder {
  fence: number
  operation: string
}

/**
 * Locks the fence row and compares it, inside the caller's transaction: a holder whose lease was taken over cannot commit anything,
 * however long it slept. A newer number than the row's is written. Errors: `fenced`.
 */
export async function holdFence(bench: Workbench, holder: Holder): Promise<void> {
  if (bench.fenced) await writeFence(bench.session, holder)
}

/** The same for a session that is always fenced (`raiseFence`). */
export async function writeFence(session: Session, holder: Holder): Promise<void> {
  await session.query('insert into stagecoach.fence (fence, operation) values ($1, $2) on conflict (one) do nothing', [
    holder.fence,
    holder.operation,
  ])
  const [row] = await session.query('select fence::text as fence, operation from stagecoach.fence for update')
  const fence = integer(row, 'fence')
  if (fence > holder.fence) throw fenced(holder, fence, text(row, 'operation'))
  if (fence === holder.fence && text(row, 'operation') === holder.operation) return
  await session.query('update stagecoach.fence set fence = $1, operation = $2, at = clock_timestamp()', [
    holder.fence,
    holder.operation,
  ])
}

function fenced(holder: Holder, newer: number, operation: string): StagecoachError {
  return new StagecoachError(
    'fenced',
    `Fencing number ${String(holder.fence)} is too old: operation ${operation} has taken over this database with ${String(newer)}.`,
    { hint: 'Nothing was written. The newer run finishes the operation; look at its report.' },
  )
}

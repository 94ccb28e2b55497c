import type { OpenDatabase, TargetDatabase } from '@stagecoach/core'
import { unwrittenMarks } from '../inspect/unwritten-marks.ts'
import { settle } from '../provision/settle.ts'
import { noteApplied } from '../runner/apply-migration.ts'
import { writeFence, type Holder } from '../runner/fence.ts'
import { retryLocks } from '../runner/retry-locks.ts'
import type { Workbench } from '../runner/workbench.ts'
import { hasBegun, isChanging, readMarks, writeBegun } from '../schema/begun-operation.ts'
import { readUnfinished } from '../schema/unfinished.ts'
import { readRecorded, writeRecorded } from '../schema/recorded-state.ts'

/** Adds to an open database what only an environment's own has: lock, fence, recorded state; of its copies each engine knows by itself. */
export function targetDatabase(
  base: OpenDatabase,
  bench: () => Promise<Workbench>,
  lock: TargetDatabase['lock'],
): Omit<TargetDatabase, 'snapshots'> {
  return {
    ...base,
    lock,
    settle: async (operation, fence) => settle((await bench()).session, { operation, fence }),
    raiseFence: async (fence, operation) => raiseFence(await bench(), { fence, operation }),
    begun: async (operation) => hasBegun((await bench()).session, operation),
    changing: async (operation) => isChanging((await bench()).session, operation),
    begin: async (operation, marks, fence) => {
      const { session } = await bench()
      await session.transaction(async () => {
        await writeFence(session, { fence, operation })
        await writeBegun(session, operation, marks, fence)
      })
    },
    noteApplied: async (step) => noteApplied(await bench(), step),
    begunMarks: async (operation) => (await readMarks((await bench()).session, operation)) ?? {},
    unwrittenMarks: async (operation, objects) => unwrittenMarks((await bench()).session, operation, objects),
    unfinished: async (operations) => readUnfinished((await bench()).session, operations),
    recorded: async () => readRecorded((await bench()).session),
    record: async (state, fence) => {
      const { session } = await bench()
      await session.transaction(async () => {
        await writeFence(session, { fence, operation: state.operation })
        await writeRecorded(session, state, fence)
      })
    },
  }
}

async function raiseFence({ session, patience }: Workbench, holder: Holder): Promise<void> {
  const raise = (): Promise<void> =>
    session.transaction(async () => {
      await session.query(`select set_config('lock_timeout', $1, true)`, [`${String(patience.lockTimeout)}ms`])
      await writeFence(session, holder)
    })
  await retryLocks(patience, () => undefined, raise)
}

import type { StepContext } from '@stagecoach/core'
import { setConfig } from './config-settings.ts'
import { holdFence } from './fence.ts'
import { retryLocks } from './retry-locks.ts'
import type { Workbench } from './workbench.ts'

/** A transaction that may be tried again: lock timeout, fence, configuration, work. */
export async function guarded<T>(bench: Workbench, context: StepContext, work: () => Promise<T>): Promise<T> {
  const { session, patience } = bench
  return retryLocks(patience, context.progress ?? (() => undefined), () =>
    session.transaction(async () => {
      await session.query(`select set_config('lock_timeout', $1, true)`, [`${String(patience.lockTimeout)}ms`])
      await holdFence(bench, context)
      await setConfig(session, context.config, 'transaction')
      return work()
    }),
  )
}

import type { LedgerView } from '../ledger/history.ts'
import type { VerifiedState } from '../ledger/verified-states.ts'
import type { Room } from '../ports/runtime.ts'
import { storedRelease } from '../release/stored-release.ts'

/** Whether the application of a state can be deployed again. Asked before a way back is recorded: one that cannot be gone would pause the environment for good.
 *  @throws StagecoachError `release-tampered` */
export async function releaseThere(
  { host, config }: Room,
  view: LedgerView,
  state: Pick<VerifiedState, 'content'>,
): Promise<boolean> {
  return config.release === undefined || (await storedRelease(host, view, state.content)) !== undefined
}

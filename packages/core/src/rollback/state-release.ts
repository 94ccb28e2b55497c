import type { LedgerView } from '../ledger/history.ts'
import type { VerifiedState } from '../ledger/verified-states.ts'
import type { Room } from '../ports/runtime.ts'
import { storedRelease } from '../release/stored-release.ts'

/** `there`: its application can be deployed again, or none is built. `never`: nobody built it, as that of an adopted environment. */
export type StateRelease = 'there' | 'gone' | 'never'

/** Whether the application of a state can be deployed again. Asked before a way back is recorded: one that cannot be gone would pause the environment for good.
 *  @throws StagecoachError `release-tampered` */
export async function stateRelease(
  { host, config }: Room,
  view: LedgerView,
  { content }: Pick<VerifiedState, 'content'>,
): Promise<StateRelease> {
  if (config.release === undefined || (await storedRelease(host, view, content)) !== undefined) return 'there'
  return view.of('release').some((record) => record.content === content) ? 'gone' : 'never'
}

import { StagecoachError } from '../error.ts'
import type { ResetEntry } from '../ledger/record.ts'
import { resetRecord } from '../ledger/resets.ts'
import type { Oid } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import { closeProposal } from './close-proposal.ts'

/** What the same run would meet again. Everything else, a server that is away for a minute, is tried again by the next run. */
const lasting = new Set([
  'plan-changed',
  'push-refused',
  'permission-missing',
  'actions-may-not-create-pull-requests',
  'token-refused',
  'forge-refused',
  'invalid',
])

export function isLasting(error: unknown): boolean {
  return error instanceof StagecoachError && lasting.has(error.code)
}

/** A reset that cannot be proposed has no pull request that one could close: it is given up here, so that the environment does not stay paused for it. */
export async function giveBack(room: Room, reset: ResetEntry, head?: Oid): Promise<void> {
  await room.host.ledger.append(() => [resetRecord(reset, 'withdrawn', head ?? 'unproposed')])
  await closeProposal(room, reset, head)
}

import type { Host } from '../ports/runtime.ts'
import type { TerminalSession } from '../ports/sessions.ts'
import { leaseEntry } from './claim-lease.ts'
import { viewHistory, type RecordOf } from './history.ts'
import { currentLease } from './lease.ts'
import type { LedgerHistory } from '../ports/ledger.ts'

/** For a command at a terminal that has ended, whatever its end: leases it still holds wait for the next holder, wherever that runs. Of a workflow run the API says that it has ended; of a command nothing does. */
export async function leaveLeases(host: Pick<Host, 'ledger' | 'clock'>, session: TerminalSession): Promise<void> {
  if (heldBy(await host.ledger.latest(), session).length === 0) return
  await host.ledger.append((newest) =>
    heldBy(newest, session).map(({ environment, operation, fence }) =>
      leaseEntry('yield', environment, operation, fence, host.clock.now()),
    ),
  )
}

function heldBy(history: LedgerHistory, { id }: TerminalSession): RecordOf<'lease'>[] {
  const view = viewHistory(history)
  const environments = new Set(view.of('lease').map((each) => each.environment))
  return [...environments]
    .map((each) => currentLease(view, each))
    .filter((lease) => lease !== undefined)
    .filter(({ action, session }) => action !== 'yield' && session?.id === id)
}

import { freezeEnd } from '../gate/rules/freeze.ts'
import type { Environment } from '../config/config.ts'
import { isHeld, stopsInForce } from '../ledger/acts.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { ResetEntry } from '../ledger/record.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import type { Room } from '../ports/runtime.ts'
import { storedRelease } from '../release/stored-release.ts'

/** What time or a person ends; read again under the lease. */
export async function shutBy(
  { host, config }: Room,
  view: LedgerView,
  environment: Environment,
  { packages, content }: Pick<ResetEntry, 'packages' | 'content'>,
): Promise<string | undefined> {
  const { name } = environment
  const now = host.clock.now()
  if (environment.production || !environment.disposable)
    return `${name} is not disposable any more; close the pull request to give the reset up.`
  const rollback = openRollback(view, name)
  if (rollback !== undefined) return `${name} is paused for the rollback ${rollback.operation}.`
  const stop = stopsInForce(view, now.toISOString()).find((act) => (act.environment ?? name) === name)
  if (stop !== undefined) return `@${stop.person} stopped the line: ${stop.reason}`
  const held = packages.find((each) => isHeld(view, name, each, now.toISOString()))
  if (held !== undefined) return `${held.name} ${held.version} is held; reset to a set without it.`
  const windows = environment.gates.flatMap((gate) => (gate.gate === 'freeze' ? gate.windows : []))
  const frozen = freezeEnd(windows, now)
  if (frozen !== undefined) return `A freeze is on until ${frozen.toISOString()}.`
  if (config.release !== undefined && (await storedRelease(host, view, content)) === undefined)
    return 'The release of the new content is not built yet.'
  return undefined
}

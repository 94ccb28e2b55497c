import type { Environment } from '../config/config.ts'
import { viewHistory, type LedgerView } from '../ledger/history.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Result } from '../outcome.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import type { Room } from '../ports/runtime.ts'
import { dueSyncs } from '../sync/due-syncs.ts'
import { workflows } from '../workflows.ts'

type Next = NonNullable<Result['next']>

/** What a verified deployment wakes: open promotions of this environment are made again for its new tip, and environments after it take the packages where `auto-promote` says so. From production what is new comes down to those that lack it. */
export async function startNext({ host, config }: Room, history: LedgerHistory, environment: Environment): Promise<Next> {
  const view = viewHistory(history)
  const next: Next = []
  if (waiting(view, environment.name)) next.push({ workflow: workflows.promote, inputs: { environment: environment.name } })
  for (const after of config.environments.filter((each) => each.after.includes(environment.name) && each.autoPromote)) {
    next.push({ workflow: workflows.promote, inputs: { environment: after.name } })
  }
  const due = environment.production ? await dueSyncs({ host, config }, view) : []
  next.push(...due.map((below) => ({ workflow: workflows.promote, inputs: { environment: below.name, sync: 'true' } })))
  for (const { workflow, inputs } of next) await host.forge.dispatch(workflow, inputs)
  return next
}

/** Whether the newest promotion of some package is not what the environment holds; whether its pull request is still open is asked when it is made again. */
function waiting(view: LedgerView, environment: string): boolean {
  const held = new Set((lastVerified(view, environment)?.packages ?? []).map((each) => each.digest))
  const newest = new Map(view.of('promotion', environment).map((each) => [each.package.name, each]))
  return [...newest.values()].some((each) => each.state !== 'refused' && !held.has(each.package.digest))
}

import { stopsInForce } from '../ledger/acts.ts'
import type { Unclear } from '../foreign/tip-trouble.ts'
import { currentLease } from '../ledger/lease.ts'
import { holderName } from '../ledger/lease-holder.ts'
import { foreseenBy } from '../ledger/foreseen-by.ts'
import { lastDeployment } from '../ledger/operations.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import { resumeCommand } from '../ledger/act-commands.ts'
import { pauseStatus } from './pause-status.ts'
import type { EnvironmentFacts, StatusFacts } from './status-facts.ts'
import type { EnvironmentStatus, OperationStatus, TipStatus, TroubleStatus } from './status-view.ts'

export function environmentStatus(facts: StatusFacts, there: EnvironmentFacts): EnvironmentStatus {
  const { name, branch, production } = there.environment
  const { view } = facts
  const verified = lastVerified(view, name)
  const operation = operationStatus(facts, name)
  return {
    name,
    branch,
    production,
    tip: tipStatus(facts, there),
    ...(verified === undefined
      ? {}
      : { verified: { at: verified.at, operation: verified.operation, packages: verified.packages.length } }),
    ...(operation === undefined ? {} : { operation }),
    ...pauseStatus(view, name),
    ...(there.owed === undefined ? {} : { owed: there.owed }),
    ...stopStatus(facts, name),
    troubles: (there.troubles ?? []).map(troubleStatus),
    outside: (there.outside ?? []).map(({ oid, author, subject, at }) => ({ oid, author, subject, at })),
    ...leaseStatus(facts, name),
  }
}

function troubleStatus({ package: name, code, reason, what, mend }: Unclear): TroubleStatus {
  return { ...(name === undefined ? {} : { package: name }), code, what: what ?? reason, mend: [...(mend ?? [])] }
}

function tipStatus({ view }: StatusFacts, { environment, tip, unreadable }: EnvironmentFacts): TipStatus {
  if (tip === undefined) return { kind: 'missing' }
  const { oid } = tip
  if (unreadable !== undefined) return { kind: 'unreadable', oid, why: unreadable }
  const { name } = environment
  const recorded = [...view.of('merged', name), ...view.of('baseline', name), ...view.of('verification', name)]
  if (recorded.length === 0) return { kind: 'untouched', oid }
  const known = recorded.some((each) => each.commit === oid) || foreseenBy(view, name, tip) !== undefined
  return { kind: known ? 'known' : 'foreign', oid }
}

function operationStatus({ view }: StatusFacts, environment: string): OperationStatus | undefined {
  const pending = pendingOperation(view, environment)
  if (pending === undefined) return undefined
  const { intent, merged } = pending
  const deployment = lastDeployment(view, environment)
  const begun = deployment?.operation === intent.operation ? deployment : undefined
  const stage =
    begun?.state === 'failed' ? 'failed' : begun !== undefined ? 'deploying' : merged !== undefined ? 'merged' : 'intended'
  return {
    id: intent.operation,
    verb: intent.verb,
    stage,
    since: (begun ?? merged ?? intent).at,
    packages: intent.packages.map((each) => each.name),
    ...(begun?.error === undefined ? {} : { error: begun.error.message }),
  }
}

function stopStatus({ view, now }: StatusFacts, environment: string): Pick<EnvironmentStatus, 'stopped'> {
  const stop = stopsInForce(view, now).findLast((act) => (act.environment ?? environment) === environment)
  if (stop === undefined) return {}
  const { person, reason, until } = stop
  return { stopped: { by: person, reason, ...(until === undefined ? {} : { until }), resume: resumeCommand(stop) } }
}

function leaseStatus({ view, now }: StatusFacts, environment: string): Pick<EnvironmentStatus, 'lease'> {
  const lease = currentLease(view, environment)
  if (lease === undefined) return {}
  const { operation, fence, expires } = lease
  const holder = lease.action === 'yield' ? {} : { holder: holderName(lease) }
  return { lease: { operation, ...holder, fence, expires, expired: Date.parse(expires) <= Date.parse(now) } }
}

import { compositionDigest } from '../composition/composition.ts'
import { canonicalJson, digestOf } from '../digest.ts'
import type { LedgerView } from '../ledger/history.ts'
import { describeStrange, lastNoted, strangeRecord } from '../deployment/strange-record.ts'
import { currentLease } from '../ledger/lease.ts'
import { pendingOperation } from '../ledger/pending-operation.ts'
import type { AdoptedDatabase, AdoptedHistory } from '../ledger/record.ts'
import { openRollback, refusedRollback } from '../ledger/rollbacks.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { Reason } from '../outcome.ts'
import type { ExplainedHistory } from './explain-migrations.ts'
import { namesOfLost } from './lost-migrations.ts'
import type { ObservedDatabase, ObservedEnvironment } from './observe-environment.ts'

/** What adopting an environment would come to. `first`: it gets its start; `again`: other hands changed its database since, and it is taken as it is now. */
export type AdoptionState =
  { kind: 'first' | 'again'; operation: string } | { kind: 'unchanged' } | { kind: 'blocked'; reason: Reason; problems: string[] }

/** Pure: decides from the ledger and what was found. */
export function adoptionState(view: LedgerView, observed: ObservedEnvironment): AdoptionState {
  const { environment, databases, state } = observed
  const { name } = environment
  const before = lastVerified(view, name)
  const adoptions = view.of('adoption', name)
  const strangers = databases.flatMap((database) => strangeProblems(view, observed, database))
  if (strangers.length > 0) return { kind: 'blocked', reason: 'drift', problems: strangers }
  if (before !== undefined && isRecorded(view, observed)) return { kind: 'unchanged' }
  const busy = inTheWay(view, name)
  if (busy !== undefined) return busy
  const unsettled = databases.flatMap(({ histories }) => histories.flatMap(({ troubles }) => troubles))
  if (unsettled.length > 0) return { kind: 'blocked', reason: 'history-unsettled', problems: unsettled }
  if (before === undefined && state.packages.length > 0) {
    const names = state.packages.map((each) => each.name).join(', ')
    const what = `The branch lists ${names}, and no deployment of them was ever verified: take them out of .stagecoach/ and promote them.`
    return { kind: 'blocked', reason: 'tip-undecided', problems: [what] }
  }
  const found = databases.map((each) => ({
    name: each.name,
    fingerprint: each.fingerprint,
    histories: each.histories.map(adopted),
  }))
  // What an attempt that was cut off began has the same number of adoptions before it, and so the same id.
  const operation = digestOf({
    verb: 'adopt',
    environment: name,
    composition: compositionDigest(state.packages),
    content: state.content,
    before: adoptions.length,
    found,
  }).slice(0, 16)
  return { kind: before === undefined ? 'first' : 'again', operation }
}

/** Another's database is never taken, and one that would run again what it ran only when its schema shows that it is the environment's own. */
function strangeProblems(
  view: LedgerView,
  { environment: { name: environment, disposable } }: ObservedEnvironment,
  { name, recorded, fingerprint, lost = [] }: ObservedDatabase,
): string[] {
  const where = { environment, name }
  const strange = strangeRecord(view, where, recorded)
  const place = `The database '${name}' of ${environment}`
  if (strange?.kind === 'of-another' || strange?.kind === 'swapped')
    return [
      `${place} ${describeStrange(strange, environment)}. Correct its address (environments.${environment}.databases.${name}.url).`,
    ]
  if (lost.length === 0 || lastNoted(view, where)?.fingerprint === fingerprint) return []
  const anew = disposable ? ', or make it anew with the reset workflow' : ''
  return [
    `${place} lost the record of ${namesOfLost(lost)}, and its schema is not the one that the ledger noted: taken as it is, they would run again. Bring the schema stagecoach back from the same backup${anew}.`,
  ]
}

/** Ledger, databases and tables of tools say the same as when it was taken or deployed last. */
function isRecorded(view: LedgerView, { environment: { name }, databases }: ObservedEnvironment): boolean {
  const noted = lastVerified(view, name)?.fingerprints
  const adoption = view.of('adoption', name).at(-1)
  return databases.every((database) => {
    if (strangeRecord(view, { environment: name, name: database.name }, database.recorded) !== undefined) return false
    if (database.recorded?.fingerprint !== database.fingerprint) return false
    if (noted !== undefined && noted[database.name] !== database.fingerprint) return false
    const known: AdoptedDatabase | undefined = adoption?.databases[database.name]
    return known === undefined || sameHistories(known.histories, database.histories)
  })
}

function sameHistories(known: readonly AdoptedHistory[], found: readonly ExplainedHistory[]): boolean {
  // A list is given once; it is no part of what the database says.
  const said = (histories: readonly AdoptedHistory[]): string =>
    canonicalJson(
      histories.filter(({ tool }) => tool !== 'list').map(({ place, applied }) => ({ place, applied: applied.map(ran) })),
    )
  return said(known) === said(found.map(adopted))
}

function ran({ id, checksum }: AdoptedHistory['applied'][number]): { id: string; checksum: string | undefined } {
  return { id, checksum }
}

/** As the ledger keeps it. */
export function adopted({ tool, place, applied }: Pick<ExplainedHistory, 'tool' | 'place' | 'applied'>): AdoptedHistory {
  return {
    tool,
    place,
    applied: applied.map(({ id, checksum, explanation }) => ({
      id,
      ...(checksum === undefined ? {} : { checksum }),
      explanation,
    })),
  }
}

/** It found something that was not as recorded before it changed anything, and nobody carries it on: what it waits for may be an adoption. */
function onlyStopped(view: LedgerView, environment: string, operation: string): boolean {
  const tries = view.of('deployment', environment).filter((each) => each.operation === operation)
  const lease = currentLease(view, environment)
  const free = lease === undefined || (lease.operation === operation && lease.action === 'yield')
  return free && tries.length > 0 && tries.every((each) => each.state === 'failed' && each.error?.code === 'drift')
}

/** An operation that is not at its end changes what was found, or hides what it is about. */
export function inTheWay(view: LedgerView, environment: string): Extract<AdoptionState, { kind: 'blocked' }> | undefined {
  const pending = pendingOperation(view, environment)?.intent.operation ?? currentLease(view, environment)?.operation
  if (pending !== undefined && !onlyStopped(view, environment, pending)) {
    return {
      kind: 'blocked',
      reason: 'lease-held',
      problems: [`Operation ${pending} has not come to its end: start the deploy workflow for ${environment} first.`],
    }
  }
  const paused = openRollback(view, environment)
  if (paused !== undefined) {
    return {
      kind: 'blocked',
      reason: 'paused',
      problems: [`The rollback ${paused.operation} has not repaired the branch yet: merge its pull request first.`],
    }
  }
  const left = refusedRollback(view, environment)
  if (left === undefined) return undefined
  const what = `${left.package.name} ${left.package.version} failed and was not taken back (operation ${left.of}): settle that first.`
  return { kind: 'blocked', reason: 'rollback-refused', problems: [what] }
}

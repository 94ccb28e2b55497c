import { sealRecords } from '../../ledger/chain.ts'
import { viewHistory } from '../../ledger/history.ts'
import type { ActEntry, LedgerEntry, LedgerRecord, RollbackEntry } from '../../ledger/record.ts'
import type { GateResult } from '../../gate/decision.ts'
import type { Environment } from '../../config/config.ts'
import type { PackageRef } from '../../package/package.ts'
import { sampleOid, samplePackage } from '../../testing/samples.ts'
import type { Unclear } from '../../foreign/tip-trouble.ts'
import type { StatusFacts } from '../status-facts.ts'

export const gift = samplePackage('gift-cards')
export const gift2 = samplePackage('gift-cards', { version: '2.0.0' })
export const operation = 'a'.repeat(16)
export const head = sampleOid('head')
export const tip = { oid: sampleOid('tip'), parents: [sampleOid('before')], tree: sampleOid('tree') }

const where = { environment: 'qa', commit: tip.oid, content: sampleOid('content') }

/** qa as the records of one hour each (from 01:00 on 20 November) and its branch leave it; it is noon of the 21st. */
export function factsOf(
  entries: readonly LedgerEntry[],
  change: {
    packages?: PackageRef[]
    proposed?: boolean | 'pushed-since'
    openPulls?: number[]
    tip?: StatusFacts['environments'][number]['tip']
    troubles?: Unclear[]
    unreadable?: string
  } = {},
): StatusFacts {
  const { troubles, unreadable } = change
  const made = { ...(troubles && { troubles }), ...(unreadable === undefined ? {} : { unreadable }) }
  let records: LedgerRecord[] = []
  for (const [index, entry] of entries.entries()) {
    const at = `2026-11-20T${String(index + 1).padStart(2, '0')}:00:00Z`
    records = [...records, ...sealRecords(records, [{ ...entry, key: `record ${index}` }], { at, by: { login: 'ada' } })]
  }
  return {
    now: '2026-11-21T12:00:00Z',
    view: viewHistory({ tip: undefined, records }),
    environments: [{ environment: qa, tip: 'tip' in change ? change.tip : tip, packages: change.packages ?? [], ...made }],
    ...(change.openPulls === undefined ? {} : { openPulls: new Set(change.openPulls) }),
    promotionHeads: new Map(
      change.proposed === undefined ? [] : [['promote/qa/gift-cards', change.proposed === true ? head : sampleOid('pushed')]],
    ),
  }
}

const qa: Environment = {
  name: 'qa',
  branch: 'env/qa',
  after: [],
  production: false,
  disposable: false,
  snapshot: false,
  autoPromote: false,
  databases: {},
  verify: [],
  config: {},
  gates: [],
  rollbackGates: [],
  lanes: {},
  digest: '0'.repeat(64),
}

export const built = (pkg: PackageRef = gift): LedgerEntry => ({ kind: 'built', package: pkg, people: [] })

export const promotion = (pkg: PackageRef = gift, state: 'ready' | 'conflict' = 'ready'): LedgerEntry => ({
  kind: 'promotion',
  operation,
  environment: 'qa',
  package: pkg,
  pullRequest: 12,
  tip: tip.oid,
  head,
  tree: sampleOid('tree'),
  content: sampleOid('content'),
  state,
  neighbours: [],
  findings: [],
  overtakes: [],
  ...(state === 'conflict' ? { detail: 'prices.txt (content)' } : {}),
})

export const refusal = (pkg: PackageRef = gift): LedgerEntry => ({
  kind: 'refusal',
  environment: 'qa',
  package: pkg,
  tip: tip.oid,
  reason: 'rehearsal-failed',
  message: 'On a copy of qa: relation "a" exists.',
  advice: ['Mend the SQL on the feature branch and push.'],
})

export const gate = (name: GateResult['gate'], change: Partial<GateResult> = {}): GateResult => ({
  gate: name,
  state: 'pending',
  reasons: ['not yet'],
  waitsOn: [],
  ...change,
})

export const decision = (...gates: GateResult[]): LedgerEntry => ({
  kind: 'decision',
  environment: 'qa',
  package: 'gift-cards',
  pullRequest: 12,
  head,
  decision: { state: gates.some((each) => each.state === 'fail') ? 'fail' : gates.length > 0 ? 'pending' : 'pass', gates },
  config: sampleOid('config'),
})

export const intent = (packages: PackageRef[] = [gift]): LedgerEntry => ({
  kind: 'intent',
  verb: 'promote',
  operation,
  environment: 'qa',
  tip: sampleOid('before'),
  tree: tip.tree,
  content: where.content,
  packages,
  plan: '0'.repeat(64),
})
export const merged: LedgerEntry = { kind: 'merged', operation, environment: 'qa', commit: tip.oid }
export const deployment = (state: 'started' | 'failed', packages: PackageRef[] = [gift]): LedgerEntry => ({
  kind: 'deployment',
  operation,
  ...where,
  state,
  packages,
  fence: 1,
  plan: '0'.repeat(64),
  ...(state === 'failed' ? { error: { code: 'drift', message: 'A table is new.' } } : {}),
})
export const verified = (packages: PackageRef[] = [gift]): LedgerEntry => ({
  kind: 'verification',
  operation,
  ...where,
  packages,
  passed: true,
  checks: [],
})
export const rollback = (state: 'intended' | 'proposed' | 'repaired', change: Partial<RollbackEntry> = {}): LedgerEntry => ({
  kind: 'rollback',
  operation: 'b'.repeat(16),
  environment: 'qa',
  of: operation,
  package: gift,
  plan: 'undo',
  state,
  automatic: true,
  reason: 'the shakedown failed',
  ...change,
})
export const act = (kind: ActEntry['act'], change: Partial<ActEntry> = {}): LedgerEntry => ({
  kind: 'act',
  act: kind,
  person: 'grace',
  role: 'admin',
  reason: 'smells',
  ...change,
})
export const lease = (action: 'acquire' | 'yield', expires: string): LedgerEntry => ({
  kind: 'lease',
  action,
  environment: 'qa',
  operation,
  fence: 3,
  expires,
})

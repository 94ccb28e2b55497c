import { describe, expect, it } from 'vitest'
import { sha256 } from '../digest.ts'
import type { AdoptionEntry, BaselineEntry, LedgerEntry } from '../ledger/record.ts'
import { sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { adoptionState } from './adoption-state.ts'
import { compareEnvironments, compareWithRecorded, describeDifference } from './compare-environments.ts'
import type { ExplainedHistory } from './explain-migrations.ts'
import type { ObservedDatabase, ObservedEnvironment } from './observe-environment.ts'

const print = sha256('as recorded')
const [commit, content] = [sampleOid('tip'), sampleOid('content')]

function history(...ids: string[]): ExplainedHistory {
  const applied = ids.map((id) => ({ id, kind: 'file' as const, explanation: 'same' as const }))
  return { tool: 'flyway', place: 'public.history', applied, unknown: [], troubles: [], pending: [] }
}

function database(change: Partial<ObservedDatabase> = {}): ObservedDatabase {
  const catalog = { version: 1 as const, server: '15', objects: {}, order: {} }
  return {
    name: 'main',
    server: '15',
    fingerprint: print,
    catalog,
    recorded: undefined,
    histories: [history('V1')],
    leftovers: [],
    ...change,
  }
}

function observed(change: Partial<ObservedDatabase> = {}, name = 'qa'): ObservedEnvironment {
  const environment = sampleEnvironment({ name, branch: `env/${name}`, production: false })
  return { environment, tip: commit, state: { content, packages: [] }, production: undefined, databases: [database(change)] }
}

const where = { environment: 'qa', commit }
const adoption: AdoptionEntry = {
  kind: 'adoption',
  ...where,
  operation: '0'.repeat(16),
  databases: {
    main: {
      server: '15',
      fingerprint: print,
      histories: [{ tool: 'flyway', place: 'public.history', applied: [{ id: 'V1', explanation: 'same' }] }],
      proofs: [],
    },
  },
  differences: [],
  unknown: [],
}
const baseline: BaselineEntry = { kind: 'baseline', ...where, content, packages: [], fingerprints: { main: print } }
const recorded = { operation: '0'.repeat(16), fingerprint: print }

describe('whether an environment is to be adopted', () => {
  it('gives a new one its start, with the same id until it is recorded', () => {
    const first = adoptionState(sampleView(), observed())
    expect(first).toMatchObject({ kind: 'first', operation: expect.stringMatching(/^[0-9a-f]{16}$/) })
    // Cut off between database and ledger.
    expect(adoptionState(sampleView(), observed({ recorded }))).toEqual(first)
    expect(adoptionState(sampleView(), observed({ histories: [history('V1', 'V2')] }))).not.toEqual(first)
  })

  it.each<[string, Partial<ObservedDatabase>, string]>([
    ['nothing changed', { recorded }, 'unchanged'],
    ['the schema changed', { recorded, fingerprint: sha256('by hand') }, 'again'],
    ['flyway ran something that changed rows only', { recorded, histories: [history('V1', 'V2')] }, 'again'],
    ['the database lost its record', {}, 'again'],
  ])('says when %s', (_what, change, kind) => {
    expect(adoptionState(sampleView(adoption, baseline), observed(change))).toMatchObject({ kind })
  })

  it('takes a database whose log is lost when its schema is the noted one, and refuses another that would run all again', () => {
    const lost = [{ package: samplePackage('loyalty'), migration: '0001_points' }]
    const view = sampleView(adoption, baseline)
    expect(adoptionState(view, observed({ lost }))).toMatchObject({ kind: 'again' })
    expect(adoptionState(view, observed({ lost, fingerprint: sha256('older') }))).toMatchObject({
      kind: 'blocked',
      reason: 'drift',
      problems: [expect.stringContaining('loyalty/0001_points')],
    })
  })

  it('never takes the database of another environment, however alike it is', () => {
    const theirs = { ...adoption, environment: 'production', operation: '9'.repeat(16) }
    const found = observed({ recorded: { ...recorded, operation: theirs.operation } })
    expect(adoptionState(sampleView(theirs, adoption, baseline), found)).toMatchObject({
      kind: 'blocked',
      problems: [expect.stringContaining('was last deployed to as production')],
    })
  })

  it('waits for no operation that only found the database changed', () => {
    const operation = '1'.repeat(16)
    const lease = {
      kind: 'lease',
      action: 'yield',
      environment: 'qa',
      operation,
      fence: 1,
      expires: '2026-11-20T00:00:00Z',
    } as const
    const stopped = (code: string): LedgerEntry => ({
      kind: 'deployment',
      state: 'failed',
      ...where,
      operation,
      content,
      packages: [],
      fence: 1,
      plan: print,
      error: { code, message: 'It differs.' },
    })
    const changed = observed({ recorded, fingerprint: sha256('by hand') })
    const state = (code: string) => adoptionState(sampleView(adoption, baseline, stopped(code), lease), changed).kind
    expect([state('drift'), state('migration-failed')]).toEqual(['again', 'blocked'])
  })

  it('takes a schema that came back for another adoption than the first', () => {
    const changed = observed({ recorded, fingerprint: sha256('by hand') })
    const once = adoptionState(sampleView(adoption, baseline), changed)
    const twice = adoptionState(sampleView(adoption, baseline, adoption, adoption), changed)
    expect(once).not.toEqual(twice)
  })

  it('leaves alone what Stagecoach deployed and nobody changed', () => {
    const view = sampleView(baseline)
    expect(adoptionState(view, observed({ recorded, histories: [] }))).toEqual({ kind: 'unchanged' })
  })

  const troubled = { ...history('V1'), troubles: ['V2 failed'] }
  const lease: LedgerEntry = {
    kind: 'lease',
    action: 'acquire',
    environment: 'qa',
    operation: '1'.repeat(16),
    fence: 1,
    expires: '2027-01-01T00:00:00Z',
  }
  it.each<[string, LedgerEntry[], Partial<ObservedDatabase>]>([
    ['history-unsettled', [], { histories: [troubled] }],
    ['lease-held', [lease], {}],
  ])('is stopped by %s', (reason, entries, change) => {
    expect(adoptionState(sampleView(...entries), observed(change))).toMatchObject({ kind: 'blocked', reason })
  })

  it('never takes packages that nobody verified for verified ones', () => {
    const found = { ...observed(), state: { content, packages: [samplePackage('loyalty')] } }
    expect(adoptionState(sampleView(), found)).toMatchObject({
      kind: 'blocked',
      reason: 'tip-undecided',
      problems: [expect.stringContaining('loyalty')],
    })
  })
})

it('compares every environment with the last: migrations and objects apart', () => {
  const catalog = (objects: Record<string, string>) => ({ version: 1 as const, server: '15', objects, order: {} })
  const qa = observed({ histories: [history('V1', 'V9')], catalog: catalog({ 'table a': '1', 'table hand': '1' }) })
  const production = observed({ histories: [history('V1', 'V2')], catalog: catalog({ 'table a': '2' }) }, 'production')
  const [difference, ...others] = compareEnvironments([qa, production])
  expect(others).toEqual([])
  expect(difference === undefined ? [] : describeDifference(difference)).toEqual([
    'qa has not applied V2, which production has.',
    'qa has applied V9, which production has not.',
    'Objects of qa beside production: ~ table a, + table hand.',
  ])
  expect(compareEnvironments([production, production])).toEqual([])
})

it('says what ran in another form, also when nothing else differs', () => {
  const ran = (checksum: string): ExplainedHistory => ({
    ...history(),
    applied: [{ id: 'V1', kind: 'file', explanation: 'same', checksum }],
  })
  const differences = compareEnvironments([
    observed({ histories: [ran('1')] }),
    observed({ histories: [ran('2')] }, 'production'),
  ])
  expect(differences.flatMap(describeDifference)).toEqual(['qa has applied V1 in another form than production.'])
})

it('compares with an environment that was adopted earlier by its record, and with none that is looked at now', () => {
  const production = observed({ histories: [history('V1', 'V2')], fingerprint: sha256('other') }, 'production')
  expect(compareWithRecorded([production], sampleView(adoption, baseline))).toMatchObject([
    {
      environment: 'production',
      against: 'qa',
      lacks: [],
      extra: ['V2'],
      objects: [],
      notes: [expect.stringContaining('qa had another schema')],
    },
  ])
  expect(compareWithRecorded([observed({}, 'production')], sampleView(adoption))).toEqual([])
  expect(compareWithRecorded([observed(), production], sampleView(adoption))).toEqual([])
})

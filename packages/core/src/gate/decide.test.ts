import { describe, expect, it } from 'vitest'
import type { GateConfig } from '../config/config.ts'
import type { Check } from '../ports/forge.ts'
import type { PackageTrust } from '../ledger/package-trust.ts'
import {
  effectA,
  effectB,
  sampleAct,
  sampleEffect,
  sampleEnvironment,
  sampleFacts,
  sampleFinding,
  samplePromotion,
} from '../testing/facts.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import type { GateResult } from './decision.ts'
import { decide } from './decide.ts'
import { earliest, waitsOn } from './earliest.ts'

type Change = NonNullable<Parameters<typeof sampleFacts>[0]>
const hour = 3_600_000

/** The one result of a gate, with these gates configured. */
function result(gate: GateResult['gate'], gates: GateConfig[], change: Change = {}): GateResult | undefined {
  const environment = sampleEnvironment({ gates })
  return decide(sampleFacts({ environment, ...change })).gates.find((each) => each.gate === gate)
}

describe('deployed', () => {
  const gate: GateConfig = { gate: 'deployed', to: 'qa', for: 24 * hour }
  const judged = (trust: PackageTrust | undefined) =>
    result('deployed', [gate], { trust: trust === undefined ? {} : { qa: trust } })
  const verified = (since: string, until?: string): PackageTrust => ({
    kind: 'verified',
    since,
    operation: 'a'.repeat(16),
    ...(until === undefined ? {} : { until }),
  })

  it.each([
    ['pending', 'nothing is known', undefined, undefined],
    ['pending', 'it was never there', { kind: 'never' }, undefined],
    ['pass', 'it was there for a day to the second', verified('2026-11-19T12:00:00Z'), undefined],
    ['pending', 'a second is missing', verified('2026-11-19T12:00:01Z'), '2026-11-20T12:00:01.000Z'],
    ['pass', 'it was there long enough before another came', verified('2026-11-01T00:00:00Z', '2026-11-05T00:00:00Z'), undefined],
    ['fail', 'another came too early', verified('2026-11-19T00:00:00Z', '2026-11-19T03:00:00Z'), undefined],
    [
      'fail',
      'it failed later',
      { kind: 'invalidated', at: '2026-11-20T00:00:00Z', why: 'failed', reason: 'the verification failed' },
      undefined,
    ],
  ] satisfies [string, string, PackageTrust | undefined, string | undefined][])('%s: %s', (state, _why, trust, until) => {
    const found = judged(trust)
    expect([found?.state, found?.until]).toEqual([state, until])
  })

  it('counts no time where none is required, though the clock that wrote the record was ahead', () => {
    const ahead = { qa: verified('2026-11-20T12:00:01Z') }
    expect(result('deployed', [{ ...gate, for: 0 }], { trust: ahead })?.state).toBe('pass')
  })

  it('is asked of every environment directly before, also without a gate that says so', () => {
    const environment = sampleEnvironment({ after: ['qa', 'uat'], gates: [{ ...gate, to: 'uat' }] })
    const gates = decide(sampleFacts({ environment })).gates.filter((each) => each.gate === 'deployed')
    expect(gates.map((each) => each.waitsOn[0])).toEqual(['the deployment to qa', 'the deployment to uat'])
  })

  it('is not asked in a lane that skips it, which asks for what replaces it', () => {
    const lanes = { hotfix: { skip: ['deployed' as const], require: [{ gate: 'checks' as const, checks: [{ name: 'ci' }] }] } }
    const environment = sampleEnvironment({ after: ['qa'], gates: [gate], lanes })
    const promotions = [samplePromotion({ lane: { name: 'hotfix', reason: 'prices are wrong' } })]
    const decision = decide(sampleFacts({ environment, promotions }))
    expect(decision.gates.filter((each) => each.state !== 'pass').map((each) => each.gate)).toEqual(['checks'])
  })
})

describe('rehearsed', () => {
  const gates: GateConfig[] = [{ gate: 'rehearsed', on: 'clone' }]
  const rehearsal = {
    on: 'clone' as const,
    server: '15.4',
    state: 'f'.repeat(64),
    passed: true,
    milliseconds: 9,
    detail: '1 migration',
  }
  it.each([
    ['pending', 'nothing was recorded', {}],
    ['pass', 'it passed', { rehearsal }],
    ['fail', 'it failed', { rehearsal: { ...rehearsal, passed: false } }],
    ['pass', 'there is nothing to rehearse', { effect: sampleEffect(effectA, { statements: [] }) }],
  ])('%s: %s', (state, _why, change) => {
    expect(result('rehearsed', gates, { promotions: [samplePromotion(change)] })?.state).toBe(state)
  })
})

describe('checks', () => {
  const gates: GateConfig[] = [{ gate: 'checks', checks: [{ name: 'ci' }, { name: 'lint' }] }]
  const check = (name: string, state: 'success' | 'pending' | 'failure') => ({
    name,
    state,
    detail: 'said',
    kind: 'run' as const,
    source: { app: 'github-actions' },
  })
  it.each([
    ['pass', 'all succeeded', [check('ci', 'success'), check('lint', 'success'), check('other', 'failure')]],
    ['pending', 'one never reported', [check('ci', 'success')]],
    ['pending', 'one is running', [check('ci', 'success'), check('lint', 'pending')]],
    ['fail', 'one failed', [check('ci', 'failure'), check('lint', 'pending')]],
    [
      'fail',
      'two say different things under one name',
      [check('ci', 'success'), check('ci', 'failure'), check('lint', 'success')],
    ],
  ])('%s: %s', (state, _why, checks) => expect(result('checks', gates, { checks })?.state).toBe(state))

  const person = (login: string, state: Check['state'] = 'success'): Check => ({ ...status(state), source: { person: login } })
  const app = (slug: string, state: Check['state'] = 'success'): Check => ({ ...status(state), source: { app: slug } })
  const status = (state: Check['state']) => ({ name: 'external', state, detail: 'said', kind: 'status' as const })
  const reviews = {
    people: [{ login: 'Ada', email: 'ada@example.com' }],
    requesters: [{ person: 'olga', did: 'requested the promotion' }],
  }
  it.each<[state: string, why: string, pinned: string | undefined, checks: Check[], reason: RegExp]>([
    ['pass', 'a stranger to it reported success', undefined, [person('grace')], /Succeeded/],
    [
      'pending',
      'who wrote it reported success',
      undefined,
      [person('ada')],
      /What @ada reported counts for nothing: @ada is author/,
    ],
    ['pending', 'who asked for it reported success', undefined, [person('Olga')], /@Olga requested the promotion/],
    ['fail', 'who wrote it reported over a failure', undefined, [person('ada'), person('grace', 'failure')], /external failed/],
    ['pass', 'the newest status that counts is a success', undefined, [app('ci'), person('grace', 'failure')], /Succeeded/],
    ['pass', 'its App reported', 'builder', [person('builder', 'failure'), app('ci', 'failure'), app('builder')], /Succeeded/],
    ['pending', 'a person of its name reported', 'builder', [person('builder')], /The App builder has not reported external/],
    ['pending', 'another App reported', 'builder', [app('ci')], /What the App ci reported counts for nothing/],
  ])('%s: %s', (state, _why, pinned, checks, reason) => {
    const required = { name: 'external', ...(pinned === undefined ? {} : { app: pinned }) }
    const found = result('checks', [{ gate: 'checks', checks: [required] }], {
      checks,
      reviews: { ...sampleFacts().reviews, ...reviews },
    })
    expect(found?.state).toBe(state)
    expect(found?.reasons.join(' ')).toMatch(reason)
  })
})

describe('migrations', () => {
  const gates: GateConfig[] = [{ gate: 'migrations', allow: ['expand'], ask: ['contract'] }]
  const acknowledged = (effect?: string) => ({
    acts: { acknowledgements: [sampleAct('acknowledge', effect === undefined ? {} : { effect })] },
  })
  it.each([
    ['pass', 'there is no finding', [], {}],
    ['pass', 'the class is allowed', [sampleFinding({ compatibility: 'expand' })], {}],
    ['pending', 'the class is asked for', [sampleFinding()], {}],
    ['pending', 'the file itself allows it', [sampleFinding({ allowed: 'we know' })], {}],
    ['pass', 'a person acknowledged this effect', [sampleFinding()], acknowledged(effectA)],
    ['pending', 'a person acknowledged another effect', [sampleFinding()], acknowledged(effectB)],
    ['pending', 'a person acknowledged no effect', [sampleFinding()], acknowledged()],
    ['fail', 'the class is neither allowed nor asked for', [sampleFinding({ compatibility: 'unknown' })], acknowledged(effectA)],
  ] satisfies [string, string, ReturnType<typeof sampleFinding>[], Change][])('%s: %s', (state, _why, findings, change) => {
    expect(result('migrations', gates, { findings, ...change })?.state).toBe(state)
  })
})

describe('the promotion', () => {
  const overtaking = {
    package: 'loyalty',
    version: '1.0.0',
    objects: ['public.product'],
    result: 'commutes' as const,
    unproved: [] as string[],
  }
  it.each([
    ['pass', 'it is as it was validated', {}],
    ['pending', 'the head is another one', { pullRequest: { number: 7, draft: false, head: sampleOid('pushed') } }],
    ['pending', 'nothing was recorded', { promotions: [] }],
    ['fail', 'it carries foreign changes', { foreignPaths: ['evil.js'] }],
    ['fail', 'it was refused', { promotions: [samplePromotion({ state: 'refused' })] }],
    ['pending', 'it has conflicts', { promotions: [samplePromotion({ state: 'conflict' })] }],
    ['pending', 'it is a draft', { pullRequest: { number: 7, draft: true, head: sampleOid('head') } }],
    ['fail', 'its lane is not known', { promotions: [samplePromotion({ lane: { name: 'fast', reason: 'x' } })] }],
    ['pass', 'what it overtakes commutes', { promotions: [samplePromotion({ overtakes: [overtaking] })] }],
    [
      'pending',
      'the other order ends differently',
      { promotions: [samplePromotion({ overtakes: [{ ...overtaking, result: 'differs' }] })] },
    ],
    [
      'pending',
      'rows are unproved',
      { promotions: [samplePromotion({ overtakes: [{ ...overtaking, unproved: ['UPDATE product'] }] })] },
    ],
    [
      'pass',
      'it takes the place of an older version',
      { promotions: [samplePromotion({ replaces: samplePackage('gift-cards', { version: '0.9.0' }) })] },
    ],
    [
      'pending',
      'it takes the place of a package of another name',
      { promotions: [samplePromotion({ replaces: samplePackage('vouchers') })] },
    ],
    [
      'pass',
      'rows are unproved and acknowledged',
      {
        promotions: [samplePromotion({ overtakes: [{ ...overtaking, unproved: ['UPDATE product'] }] })],
        acts: { acknowledgements: [sampleAct('acknowledge', { effect: effectA })] },
      },
    ],
  ] satisfies [string, string, Change][])('%s: %s', (state, _why, change) =>
    expect(result('promotion', [], change)?.state).toBe(state),
  )
})

describe('what holds everywhere', () => {
  it.each([
    ['hold', 'fail', undefined, { acts: { holds: [sampleAct('hold')] } }],
    [
      'hold',
      'pending',
      '2026-11-21T00:00:00Z',
      {
        acts: {
          holds: [sampleAct('hold', { until: '2026-11-20T18:00:00Z' }), sampleAct('hold', { until: '2026-11-21T00:00:00Z' })],
        },
      },
    ],
    ['hold', 'fail', undefined, { acts: { holds: [sampleAct('hold', { until: '2026-11-21T00:00:00Z' }), sampleAct('hold')] } }],
    ['stop', 'pending', undefined, { acts: { stops: [sampleAct('stop')] } }],
    ['pause', 'pending', undefined, { pausedFor: { kind: 'reset', operation: 'c'.repeat(16) } }],
    ['presence', 'pending', undefined, { unclear: [{ package: 'x', reason: 'a foreign commit', code: 'presence-unknown' }] }],
    ['requires', 'pending', undefined, { requiresMissing: ['loyalty'] }],
    ['release', 'pending', undefined, { release: 'missing' }],
    ['lease', 'pending', undefined, { leaseHeld: { operation: 'd'.repeat(16), expires: '2026-11-20T13:00:00Z' } }],
  ] satisfies [GateResult['gate'], string, string | undefined, Change][])('%s: %s', (gate, state, until, change) => {
    const found = result(gate, [], change)
    expect([found?.state, found?.until]).toEqual([state, until])
    expect(decide(sampleFacts(change)).state).toBe(state)
  })

  it('lets a promotion in good order pass', () => {
    expect(decide(sampleFacts()).state).toBe('pass')
  })
})

describe('an override', () => {
  const gates: GateConfig[] = [{ gate: 'checks', checks: [{ name: 'ci' }] }]
  const judged = (gate: GateResult['gate'], act: Parameters<typeof sampleAct>[1], change: Change = {}) =>
    result(gate, gates, { acts: { overrides: [sampleAct('override', act)] }, ...change })

  it('opens the gate that it names, and stays visible', () => {
    const found = judged('checks', { gates: ['checks'] })
    expect(found).toMatchObject({ state: 'pass', override: { person: 'olga', reason: 'because' }, waitsOn: [] })
    expect(found?.reasons).toEqual(['ci has not reported on this head.', 'Overridden by @olga (maintain): because'])
  })

  it.each([
    ['names no gate', {}],
    ['names another gate', { gates: ['freeze'] }],
    ['was given for another effect', { gates: ['checks'], effect: effectB }],
  ])('that %s opens nothing', (_what, act) => expect(judged('checks', act)?.state).toBe('pending'))

  it.each(['hold', 'stop', 'pause', 'promotion', 'release', 'lease', 'requires', 'governance'] as const)(
    'does not open %s',
    (gate) => {
      const change: Change = {
        acts: { holds: [sampleAct('hold')], stops: [sampleAct('stop')], overrides: [sampleAct('override', { gates: [gate] })] },
      }
      const facts: Change = {
        ...change,
        pausedFor: { kind: 'rollback', operation: 'c'.repeat(16) },
        foreignPaths: ['x'],
        release: 'missing',
        requiresMissing: ['x'],
        leaseHeld: { operation: 'd', expires: '' },
      }
      const governed = [samplePromotion({ effect: sampleEffect(effectA, { paths: [{ path: '.github/x' }] }) })]
      expect(result(gate, [], { ...facts, promotions: governed })?.state).not.toBe('pass')
    },
  )
})

describe('the earliest time it could ship', () => {
  const now = '2026-11-20T12:00:00Z'
  const waiting = (gate: GateResult['gate'], until?: string): GateResult => ({
    gate,
    state: 'pending',
    reasons: [],
    waitsOn: [gate],
    ...(until === undefined ? {} : { until }),
  })
  const at = (...gates: GateResult[]) => earliest({ gates }, now)

  it('is the latest of what time opens, and now when all depends on people', () => {
    expect(
      at(waiting('freeze', '2026-11-22T00:00:00Z'), waiting('deployed', '2026-11-21T00:00:00Z'), waiting('approvals')),
    ).toEqual({ at: '2026-11-22T00:00:00.000Z' })
    expect(at(waiting('approvals'))).toEqual({ at: '2026-11-20T12:00:00.000Z' })
  })

  it('is never while a gate says no', () => {
    expect(at(waiting('freeze', '2026-11-22T00:00:00Z'), { gate: 'checks', state: 'fail', reasons: [], waitsOn: [] })).toBe(
      'never',
    )
  })

  it('goes with everyone it waits on, each once', () => {
    expect(waitsOn({ state: 'pending', gates: [waiting('checks'), waiting('approvals'), waiting('checks')] })).toEqual([
      'checks',
      'approvals',
    ])
  })
})

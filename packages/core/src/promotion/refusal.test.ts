import { describe, expect, it } from 'vitest'
import { sha256 } from '../digest.ts'
import { packageRef } from '../testing/packages.ts'
import { refusePromotion, type PromotionFacts } from './refusal.ts'

const pkg = packageRef('loyalty', '1.0.0', { requires: ['customers'] })
const verified = { kind: 'verified', since: '2026-11-01T00:00:00Z', operation: 'aaaaaaaaaaaaaaaa' } as const
const facts = (rest: Partial<PromotionFacts> = {}): PromotionFacts => ({
  environment: {
    name: 'qa',
    branch: 'env/qa',
    after: ['integration'],
    production: false,
    disposable: true,
    snapshot: false,
    autoPromote: false,
    databases: {},
    verify: [],
    config: {},
    gates: [],
    rollbackGates: [],
    lanes: {},
    digest: sha256('qa'),
  },
  package: pkg,
  present: [packageRef('customers')],
  verifiedHere: false,
  built: ['customers', 'loyalty', 'gift-cards'],
  before: { integration: verified },
  laneSkips: [],
  unclear: [],
  ...rest,
})

describe('a promotion', () => {
  it('says of what it requires whether it waits elsewhere or was never built', () => {
    const requiring = packageRef('loyalty', '1.0.0', { requires: ['customers', 'gift-card', 'moon'] })
    expect(refusePromotion(facts({ package: requiring, present: [] }))?.advice).toEqual([
      expect.stringMatching(/^No package 'gift-card' was ever built. Did you mean `gift-cards`\? Correct `requires`/),
      expect.stringMatching(/^No package 'moon' was ever built. Correct `requires`/),
      'Promote customers to qa first.',
    ])
  })

  it('may be proposed when nothing forbids it', () => {
    expect(refusePromotion(facts())).toBeUndefined()
  })

  it.each([
    ['the line is stopped', { stopped: { reason: 'incident', resume: 'stagecoach resume' } }, 'stopped'],
    ['its digest is held', { held: { reason: 'broke qa', release: 'stagecoach release' } }, 'held'],
    ['the environment is paused', { pausedFor: { kind: 'rollback', operation: 'bbbbbbbbbbbbbbbb' } }, 'paused'],
    [
      'a neighbour on the branch is unclear',
      { unclear: [{ package: 'x', reason: 'pushed by hand', code: 'presence-unknown' as const }] },
      'presence-unknown',
    ],
    ['integration never verified it', { before: { integration: { kind: 'never' as const } } }, 'not-verified-before'],
    [
      'integration holds another version now',
      { before: { integration: { ...verified, until: '2026-11-02T00:00:00Z' } } },
      'not-verified-before',
    ],
    [
      'integration had a trouble with it since',
      {
        before: {
          integration: { kind: 'invalidated' as const, at: '2026-11-02T00:00:00Z', why: 'failed' as const, reason: 'x' },
        },
      },
      'not-verified-before',
    ],
    [
      'its former names are those of several neighbours',
      {
        package: packageRef('loyalty', '1.0.0', { formerly: ['search', 'gift-cards'] }),
        present: [packageRef('search'), packageRef('gift-cards')],
      },
      'replaces-several',
    ],
    [
      'it is there already and claims a neighbour, too',
      {
        package: packageRef('loyalty', '2.0.0', { formerly: ['search'] }),
        present: [packageRef('search'), packageRef('loyalty')],
      },
      'replaces-several',
    ],
    ['what it requires is missing', { present: [] }, 'requires-missing'],
  ] as const)('is refused when %s', (_, given, reason) => {
    const refusal = refusePromotion(facts(given as Partial<PromotionFacts>))
    expect(refusal?.reason).toBe(reason)
    expect(refusal?.advice.length).toBeGreaterThan(0)
  })

  it('may skip the order by a lane, and nothing else', () => {
    const before = { integration: { kind: 'never' as const } }
    expect(refusePromotion(facts({ before, laneSkips: ['deployed'] }))).toBeUndefined()
    expect(
      refusePromotion(facts({ before, laneSkips: ['deployed'], held: { reason: 'x', release: 'stagecoach release' } }))?.reason,
    ).toBe('held')
  })
})

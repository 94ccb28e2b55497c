import type { Environment } from '../config/config.ts'
import type { At, GateFacts, PlacedFinding } from '../gate/facts.ts'
import type { ActEntry, Effect, PromotionEntry, SyncEntry } from '../ledger/record.ts'
import type { Review } from '../ports/forge.ts'
import { sampleOid, samplePackage } from './samples.ts'

export const gift = samplePackage('gift-cards')
export const effectA = 'a'.repeat(64)
export const effectB = 'b'.repeat(64)

export function sampleEnvironment(change: Partial<Environment> = {}): Environment {
  return {
    name: 'production',
    branch: 'main',
    after: [],
    production: true,
    disposable: false,
    snapshot: false,
    autoPromote: false,
    databases: {},
    verify: [],
    config: {},
    gates: [],
    rollbackGates: [],
    lanes: {},
    digest: 'e'.repeat(64),
    ...change,
  }
}

export function sampleEffect(digest: string, change: Partial<Effect> = {}): Effect {
  return {
    digest,
    statements: [{ package: 'gift-cards', migration: '0001_create', checksum: 'c'.repeat(64), compatibility: ['expand'] }],
    delta: {},
    undo: {},
    paths: [{ path: 'src/gift.js', after: sampleOid('gift.js') }],
    environment: 'e'.repeat(64),
    objects: ['public.gift_card'],
    ...change,
  }
}

/** A recorded form of pull request 7, made at 10:00 for tip `tip` with head `head`. */
export function samplePromotion(change: Partial<At<PromotionEntry>> = {}): At<PromotionEntry> {
  return {
    kind: 'promotion',
    at: '2026-11-20T10:00:00Z',
    operation: 'a'.repeat(16),
    environment: 'production',
    package: gift,
    pullRequest: 7,
    tip: sampleOid('tip'),
    head: sampleOid('head'),
    tree: sampleOid('tree'),
    content: sampleOid('content'),
    state: 'ready',
    effect: sampleEffect(effectA),
    neighbours: [],
    findings: [],
    overtakes: [],
    ...change,
  }
}

/** A recorded form of sync 7 of qa, which brings one commit that a person made on production's branch. */
export function sampleSync(change: Partial<SyncEntry> = {}): SyncEntry {
  return {
    kind: 'sync',
    operation: 'a'.repeat(16),
    environment: 'qa',
    production: { environment: 'production', commit: sampleOid('production') },
    baseline: sampleOid('older'),
    pullRequest: 7,
    tip: sampleOid('tip'),
    head: sampleOid('head'),
    tree: sampleOid('tree'),
    content: sampleOid('content'),
    state: 'ready',
    packages: [],
    brings: [],
    leaves: [],
    commits: 1,
    neighbours: [],
    findings: [],
    ...change,
  }
}

export function sampleReview(person: string, change: Partial<Review> = {}): Review {
  const id = [...person].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7)
  return { id, person, bot: false, state: 'approved', commit: sampleOid('head'), submittedAt: '2026-11-20T11:00:00Z', ...change }
}

export function sampleAct(act: ActEntry['act'], change: Partial<At<ActEntry>> = {}): At<ActEntry> {
  return { kind: 'act', at: '2026-11-20T09:00:00Z', act, person: 'olga', role: 'maintain', reason: 'because', ...change }
}

export function sampleFinding(change: Partial<PlacedFinding['finding']> = {}): PlacedFinding {
  const finding = {
    rule: 'drop-column',
    compatibility: 'contract',
    lock: 'brief',
    message: 'readers of the column fail.',
    ...change,
  } as const
  return { package: 'gift-cards', migration: '0001_create', line: 3, title: 'ALTER TABLE', finding }
}

const noReviews: GateFacts['reviews'] = {
  submitted: [],
  recorded: [],
  teams: {},
  people: [],
  requesters: [],
  unknownRequests: [],
  outsiders: [],
  governors: [],
}

/** Facts at noon of a promotion in good order, in an environment without gates. */
export function sampleFacts(
  change: Partial<Omit<GateFacts, 'reviews' | 'acts'>> & {
    reviews?: Partial<GateFacts['reviews']>
    acts?: Partial<GateFacts['acts']>
  } = {},
): GateFacts {
  const { reviews, acts, ...rest } = change
  return {
    now: '2026-11-20T12:00:00Z',
    environment: sampleEnvironment(),
    configuration: '.github/stagecoach.yml',
    package: gift,
    pullRequest: { number: 7, draft: false, head: sampleOid('head') },
    promotions: [samplePromotion()],
    foreignPaths: [],
    findings: [],
    trust: {},
    contents: {},
    checks: [],
    merged: [],
    release: 'stored',
    requiresMissing: [],
    unclear: [],
    ...rest,
    reviews: { ...noReviews, ...reviews },
    acts: { holds: [], stops: [], overrides: [], acknowledgements: [], ...acts },
  }
}

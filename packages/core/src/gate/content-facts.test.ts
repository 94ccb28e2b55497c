import { expect, it } from 'vitest'
import type { GateConfig } from '../config/config.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import type { PackageRef } from '../package/package.ts'
import { sampleFacts, samplePromotion } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { contentFacts } from './content-facts.ts'
import { content } from './rules/content.ts'

const [gift, loyalty] = [samplePackage('gift-cards'), samplePackage('loyalty')]
const gates: GateConfig[] = [{ gate: 'content', verifiedIn: 'qa' }]
const promotion = samplePromotion({ package: gift })

function verified(word: string, packages: PackageRef[], operation: string, passed = true): LedgerEntry {
  const shared = { environment: 'qa', operation: operation.repeat(16), commit: sampleOid(operation), packages }
  return { kind: 'verification', content: sampleOid(word), passed, checks: [], ...shared }
}
const rolledBack: LedgerEntry = {
  kind: 'rollback',
  operation: 'f'.repeat(16),
  environment: 'qa',
  of: 'a'.repeat(16),
  package: gift,
  plan: 'undo',
  state: 'repaired',
  automatic: true,
  reason: 'red',
}

it.each([
  ['the very same content is there', [verified('content', [gift], 'a')], 'pass', /is verified in qa since 2026-11-20T01:00:00Z/],
  [
    'it was there, and more has come since',
    [verified('content', [gift], 'a'), verified('more', [gift, loyalty], 'b')],
    'pass',
    /verified in qa/,
  ],
  ['qa holds a package more', [verified('more', [gift, loyalty], 'b')], 'pending', /There differs: loyalty\.$/],
  ['the same packages gave other bytes', [verified('other', [gift], 'a')], 'pending', /never deployed and verified in qa\.$/],
  ['its verification failed', [verified('content', [gift], 'a', false)], 'pending', /never/],
  ['it was rolled back there', [verified('content', [gift], 'a'), rolledBack], 'pending', /There differs: gift-cards\.$/],
  ['qa was never deployed', [], 'pending', /never/],
] as const)('the gate content, when %s', (_, entries, state, reason) => {
  const contents = contentFacts(sampleView(...entries), gates, promotion, [])
  const result = content(sampleFacts({ promotions: [promotion], contents }), { verifiedIn: 'qa' })
  expect(result.state).toBe(state)
  expect(result.reasons.join(' ')).toMatch(reason)
})

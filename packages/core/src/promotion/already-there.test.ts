import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { gift, sampleEnvironment } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { partialHost } from '../testing/memory-room.ts'
import { alreadyThere } from './already-there.ts'

const refused: LedgerEntry = {
  kind: 'rollback',
  environment: 'production',
  operation: 'b'.repeat(16),
  of: 'a'.repeat(16),
  package: gift,
  plan: 'data-losing',
  state: 'refused',
  automatic: true,
  reason: 'it would lose data',
}
const act = (kind: 'hold' | 'release'): LedgerEntry => ({
  kind: 'act',
  act: kind,
  person: 'ada',
  role: 'admin',
  reason: 'x',
  environment: 'production',
  package: gift.name,
  digest: gift.digest,
})

it.each([
  ['is being taken back there', [{ ...refused, state: 'restored' }], 'blocked', 'stagecoach deploy'],
  ['is verified there', [], 'unchanged', undefined],
  ['failed there and is held', [act('hold'), refused], 'blocked', 'Lift the hold'],
  ['failed there and its hold was released', [act('hold'), refused, act('release')], 'unchanged', 'Start the deploy workflow'],
] as const)('says how to go on with a package that the branch has and that %s', (_, entries, outcome, advice) => {
  const clock = { now: () => new Date('2026-11-21T00:00:00Z') }
  const subject = { environment: sampleEnvironment(), package: gift }
  const result = alreadyThere({ host: partialHost({ clock }) }, { view: sampleView(...entries) }, subject)
  expect(result.outcome).toBe(outcome)
  expect(result.advice?.[0]?.slice(0, advice?.length)).toBe(advice)
})

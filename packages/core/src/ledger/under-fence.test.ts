import { expect, it } from 'vitest'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import type { NewEntry } from './record.ts'
import { underFence } from './under-fence.ts'

const operation = 'a'.repeat(16)
const expires = '2026-11-20T02:00:00Z'
const lease = (environment: string, fence: number): NewEntry => {
  const action = fence === 1 ? 'acquire' : 'take-over'
  return { kind: 'lease', key: `lease:${environment}:${fence}`, action, environment, operation, fence, expires }
}
const merged: NewEntry = { kind: 'merged', key: 'merged', operation, environment: 'qa', commit: 'c'.repeat(40) }

it.each([
  ['the newest holder', [lease('qa', 1), lease('qa', 2)], 2, true],
  ['a holder whose lease was taken over', [lease('qa', 1), lease('qa', 2)], 1, false],
  ['a holder while another environment has newer ones', [lease('qa', 1), lease('production', 2)], 1, true],
] as const)('%s records: %#', async (_, leases, fence, may) => {
  const ledger = new MemoryLedger({ now: () => new Date('2026-11-20T01:00:00Z') })
  await ledger.append(() => leases)
  const appended = ledger.append(underFence('qa', fence, () => [merged]))
  await (may ? appended : expect(appended).rejects.toMatchObject({ code: 'fenced' }))
  expect(ledger.records.filter((record) => record.kind === 'merged')).toHaveLength(may ? 1 : 0)
})

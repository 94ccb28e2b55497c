import { expect, it } from 'vitest'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { sampleOid } from '../testing/samples.ts'
import { viewHistory } from './history.ts'
import { nothingSince } from './nothing-since.ts'

const merged = (environment: string, key: string) =>
  ({ kind: 'merged', key, operation: 'a'.repeat(16), environment, commit: sampleOid(key) }) as const

it('refuses the lease once another operation changed the environment, and for no other reason', async () => {
  const ledger = new MemoryLedger({ now: () => new Date('2026-11-20T08:00:00Z') })
  await ledger.append(() => [merged('qa', 'first')])
  const check = nothingSince(viewHistory(await ledger.read()), 'qa')
  expect(check(await ledger.read())).toEqual([])
  await ledger.append(() => [merged('production', 'elsewhere')])
  expect(check(await ledger.read())).toEqual([])
  const newest = await ledger.append(() => [merged('qa', 'second')])
  expect(() => check(newest)).toThrow(expect.objectContaining({ code: 'lease-held' }))
})

import { expect, it } from 'vitest'
import { StagecoachError } from '../error.ts'
import type { Result } from '../outcome.ts'
import { orLeaseHeld } from './lease-held-result.ts'

const done: Result = { schema: 1, outcome: 'deployed', reason: 'done', message: 'done' }
const failing = (code: string) => () => Promise.reject(new StagecoachError(code, 'qa is being changed.', { hint: 'Wait.' }))

it('gives what was done under the lease', async () => {
  expect(await orLeaseHeld('qa', 'a'.repeat(16), () => Promise.resolve(done))).toBe(done)
})

it('is blocked while another run holds the lease, with its words and advice', async () => {
  expect(await orLeaseHeld('qa', 'a'.repeat(16), failing('lease-held'))).toMatchObject({
    outcome: 'blocked',
    reason: 'lease-held',
    message: 'qa is being changed.',
    environment: 'qa',
    advice: ['Wait.'],
  })
})

it('lets every other failure through', async () => {
  await expect(orLeaseHeld('qa', 'a'.repeat(16), failing('fenced'))).rejects.toMatchObject({ code: 'fenced' })
})

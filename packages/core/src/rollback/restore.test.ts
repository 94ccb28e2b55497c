import { expect, it } from 'vitest'
import { StagecoachError } from '../error.ts'
import { sampleOid } from '../testing/samples.ts'
import { meetsHandWork } from './restore.ts'

it('says how a rollback goes on that met an object changed by hand, and passes on every other error', () => {
  const byHand = new StagecoachError('objects-changed-by-hand', 'Someone changed public.cheap.', {
    hint: 'Bring it into the folder.',
  })
  const state = { commit: sampleOid('before') }
  expect(meetsHandWork(byHand, 'qa', state)).toMatchObject({
    code: 'objects-changed-by-hand',
    message: 'The rollback of qa stands still. Someone changed public.cheap.',
    hint: expect.stringContaining(`the definition that commit ${state.commit.slice(0, 12)} has`),
  })
  const other = new StagecoachError('fenced', 'Too old.')
  expect(meetsHandWork(other, 'qa', state)).toBe(other)
})

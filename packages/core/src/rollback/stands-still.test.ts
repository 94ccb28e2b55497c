import { expect, it } from 'vitest'
import { StagecoachError } from '../error.ts'
import { sampleOid } from '../testing/samples.ts'
import { standsStill, stillFailing } from './stands-still.ts'

it('says how a rollback goes on that met an object changed by hand or an undo script that fails, and passes on every other error', () => {
  const byHand = new StagecoachError('objects-changed-by-hand', 'Someone changed public.cheap.', {
    hint: 'Bring it into the folder.',
  })
  const state = { commit: sampleOid('before') }
  const qa = { name: 'qa', disposable: false }
  expect(standsStill(byHand, qa, state)).toMatchObject({
    code: 'objects-changed-by-hand',
    message: 'The rollback of qa stands still. Someone changed public.cheap.',
    hint: expect.stringContaining(`the definition that commit ${state.commit.slice(0, 12)} has`),
  })
  const undo = new StagecoachError('undo-failed', 'Table loyalty is used.', { hint: 'Promote another version.' })
  expect(standsStill(undo, { ...qa, disposable: true }, state)).toMatchObject({
    message: 'The rollback of qa stands still. Table loyalty is used.',
    hint: expect.stringMatching(/^Take away in the database .* start the deploy workflow for qa.* Or reset qa/),
  })
  const other = new StagecoachError('fenced', 'Too old.')
  expect(standsStill(other, qa, state)).toBe(other)
})

it('names what stayed in the database as a possible cause of a shakedown that still fails, and ways out', () => {
  const checks = [{ name: 'no points', passed: false, detail: 'false', milliseconds: 1 }]
  const qa = { name: 'qa', disposable: true }
  expect(stillFailing(qa, checks, ['loyalty/0001_points'])).toMatchObject({
    code: 'restored-but-failing',
    message: expect.stringMatching(/still fails: no points \(false\)\. What loyalty\/0001_points made .* stayed there/),
    hint: expect.stringMatching(/take away by hand what stayed.*start the deploy workflow for qa.*`stagecoach reset qa`/),
  })
  const kept = stillFailing({ ...qa, disposable: false }, checks, [])
  expect(kept.message).not.toContain('stayed')
  expect(kept.hint).not.toContain('reset')
})

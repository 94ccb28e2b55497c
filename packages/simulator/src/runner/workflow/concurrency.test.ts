import { expect, test } from 'vitest'
import { ConcurrencyGroups } from './concurrency.ts'

const single = { group: 'deploy', cancelInProgress: false, queue: 'single' } as const
const max = { ...single, queue: 'max' } as const

test('the second waits, the third takes its place', () => {
  const groups = new ConcurrencyGroups()
  expect(groups.enter('1', single)).toEqual({ starts: true, cancel: [] })
  expect(groups.enter('2', single)).toEqual({ starts: false, cancel: [] })
  expect(groups.enter('3', single)).toEqual({ starts: false, cancel: ['2'] })
  expect(groups.leave('2')).toEqual([])
  expect(groups.leave('1')).toEqual(['3'])
})

test('queue: max keeps all in order', () => {
  const groups = new ConcurrencyGroups()
  for (const id of ['1', '2', '3']) expect(groups.enter(id, max).cancel).toEqual([])
  expect(groups.leave('1')).toEqual(['2'])
  expect(groups.leave('2')).toEqual(['3'])
  expect(groups.leave('3')).toEqual([])
  expect(groups.enter('4', max).starts).toBe(true)
})

test('cancel-in-progress cancels the holder too, and starts when it has left', () => {
  const groups = new ConcurrencyGroups()
  groups.enter('1', single)
  expect(groups.enter('2', { ...single, cancelInProgress: true })).toEqual({ starts: false, cancel: ['1'] })
  expect(groups.leave('1')).toEqual(['2'])
})

test('groups do not touch each other, and their names ignore case', () => {
  const groups = new ConcurrencyGroups()
  groups.enter('1', single)
  expect(groups.enter('2', { ...single, group: 'other' }).starts).toBe(true)
  expect(groups.enter('3', { ...single, group: 'DEPLOY' }).starts).toBe(false)
})

import { expect, it } from 'vitest'
import { logEntry } from '../testing/packages.ts'
import { samplePackage } from '../testing/samples.ts'
import { laterData } from './later-data.ts'

const key = 'column public.customer.phone'
const objects = [{ kind: 'column', name: 'public.customer.phone', use: 'create' }]
const row = { ...logEntry(samplePackage('wide'), '0001_a'), leftBehind: false }
// What it made, and what its undo script takes.
const migrations = [{ id: '0001_a', statements: [{ objects }], undoLoses: [{ kind: 'values', name: 'public.customer.mail' }] }]
const origin = () => Promise.resolve({ analysis: { migrations } } as never)
const unchanged = { 'values public.customer.mail': '2:2' }

it.each<[string, Record<string, string>, Record<string, string>, string[]]>([
  ['nothing came: the marks are equal', { [key]: '1:5' }, { [key]: '1:5' }, []],
  ['rows came', { [key]: '1:5' }, { [key]: '2:9' }, ['column public.customer.phone']],
  ['the object is gone, and nothing of it can be lost', { [key]: '1:5' }, {}, []],
  ['the operation failed before it marked: nobody knows', {}, { [key]: '1:5' }, ['column public.customer.phone']],
  ['its rows could not be counted then', { [key]: 'unknown' }, { [key]: '1:5' }, ['column public.customer.phone']],
  ['its rows cannot be counted', { [key]: 'unknown' }, { [key]: 'unknown' }, ['column public.customer.phone']],
  [
    'what another migration of the operation made stays',
    { [key]: '1:5', 'table public.x': '0:0' },
    { [key]: '1:5', 'table public.x': '9:9' },
    [],
  ],
])('%s', async (_why, before, now, expected) => {
  // Only the row marks are read.
  const main = {
    begunMarks: () => Promise.resolve({ ...unchanged, ...before }),
    dataMarks: () => Promise.resolve({ ...unchanged, ...now }),
  } as never
  expect(await laterData({ main }, [row], { origin })).toEqual(expected)
})

it('shows values that an undo writes over as the column that people know', async () => {
  const main = {
    begunMarks: () => Promise.resolve(unchanged),
    dataMarks: () => Promise.resolve({ 'values public.customer.mail': '3:3' }),
  } as never
  expect(await laterData({ main }, [row], { origin })).toEqual(['column public.customer.mail'])
})

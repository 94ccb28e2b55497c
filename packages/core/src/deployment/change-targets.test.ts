import { expect, it } from 'vitest'
import { sampleEnvironment } from '../testing/facts.ts'
import { logEntry, packageRef } from '../testing/packages.ts'
import { refuseLossOfData } from './change-targets.ts'

const row = { ...logEntry(packageRef('loyalty'), '0001_create'), leftBehind: false }

it.each([
  ['nothing came since', 'table public.account', 'a', false, undefined],
  ['rows came since', 'table public.account', 'b', false, { code: 'undo-failed' }],
  ['rows came since where the database may be thrown away', 'table public.account', 'b', true, undefined],
  ['nobody can read what its undo does', 'table public.account', 'a', false, { code: 'undo-failed' }, true],
])('undoes an edited migration when %s', async (_what, key, now, disposable, refusal, undoHides = false) => {
  // Only the row marks are read.
  const main = {
    begunMarks: () => Promise.resolve({ [key]: 'a' }),
    dataMarks: () => Promise.resolve({ [key]: now }),
  } as never
  const objects = [{ kind: 'table', name: 'public.account', use: 'create' }]
  const migration = { id: row.migration, statements: [{ objects }], undoHides }
  const origin = () => Promise.resolve({ analysis: { migrations: [migration] } } as never)
  const done = refuseLossOfData(sampleEnvironment({ disposable }), { main }, { undo: [row] }, origin)
  await (refusal === undefined ? expect(done).resolves.toBeUndefined() : expect(done).rejects.toMatchObject(refusal))
})

import { expect, it } from 'vitest'
import type { Analysis, ObjectUse } from '../package/analysis.ts'
import type { LogEntry } from '../ports/database.ts'
import { dataObjects } from './data-objects.ts'

const row: LogEntry = {
  seq: 1,
  event: 'applied',
  package: 'loyalty',
  version: '1.0.0',
  digest: 'sha256:a',
  migration: '0001_m',
  checksum: 'sha256:b',
  normalised: 'sha256:c',
  operation: 'deploy-1',
  fence: 1,
  at: '2026-11-23T00:00:00Z',
}

const uses: ObjectUse[] = [
  { kind: 'table', name: 'public.account', use: 'create' },
  { kind: 'index', name: 'public.account_pkey', use: 'create' },
  { kind: 'column', name: 'public.product.points', use: 'create' },
  { kind: 'table', name: 'public.customer', use: 'write' },
]

const analysis: Analysis = {
  schema: 1,
  digest: 'sha256:a',
  analyser: '3',
  migrations: [
    {
      id: '0001_m',
      checksum: 'sha256:b',
      normalised: 'sha256:c',
      transactional: true,
      statements: [
        { index: 0, offset: 0, length: 1, line: 1, sql: 'select 1', title: 'everything', findings: [], objects: uses },
      ],
      undoLoses: [{ kind: 'table', name: 'public.customer' }],
    },
  ],
}

const marked = (log: LogEntry[], operation: string) => dataObjects({ log: () => Promise.resolve(log) }, operation, () => analysis)

it('marks what migrations made and what their undo scripts take from rows that were there', async () => {
  expect(await marked([row], 'deploy-1')).toEqual([
    { kind: 'table', name: 'public.account' },
    { kind: 'column', name: 'public.product.points' },
    { kind: 'table', name: 'public.customer' },
  ])
})

it('marks nothing of other operations, nor of what is undone', async () => {
  expect(await marked([row], 'deploy-2')).toEqual([])
  expect(await marked([row, { ...row, seq: 2, event: 'undone' }], 'deploy-1')).toEqual([])
})

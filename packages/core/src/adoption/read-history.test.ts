import { describe, expect, it } from 'vitest'
import type { HistoryRow, HistoryTool, MigrationHistory } from '../ports/database.ts'
import { readHistory, type ReadHistory } from './read-history.ts'

function history(tool: HistoryTool, rows: HistoryRow[], change: Partial<MigrationHistory> = {}): ReadHistory {
  return readHistory({ tool, schema: 'public', table: 'history', rows, ...change })
}

let rank = 0
function flyway(script: string, change: HistoryRow = {}): HistoryRow {
  const version = /^[VU](.+?)__/.exec(script)?.[1] ?? null
  return {
    installed_rank: String(++rank),
    version,
    description: script,
    type: 'SQL',
    script,
    checksum: '7',
    success: 'true',
    ...change,
  }
}

describe('flyway', () => {
  const ids = (...rows: HistoryRow[]): string[] => history('flyway', rows).applied.map(({ id, kind }) => `${id} ${kind}`)

  it.each<[string, HistoryRow[], string[]]>([
    ['in the order of their rank', [flyway('V1__a.sql'), flyway('V2__b.sql')], ['V1__a.sql file', 'V2__b.sql file']],
    ['not what was undone', [flyway('V1__a.sql'), flyway('U1__a.sql', { type: 'UNDO_SQL' })], []],
    [
      'what was undone and applied again, where it ran last',
      [flyway('V1__a.sql'), flyway('V2__b.sql'), flyway('U1__a.sql', { type: 'UNDO_SQL' }), flyway('V1__a.sql')],
      ['V2__b.sql file', 'V1__a.sql file'],
    ],
    [
      'a repeatable one once, where it ran last',
      [flyway('R__v.sql', { version: null }), flyway('V1__a.sql'), flyway('R__v.sql', { version: null, checksum: '8' })],
      ['V1__a.sql file', 'R__v.sql file'],
    ],
    ['not the making of its schemas', [flyway('"shop"', { type: 'SCHEMA', version: null })], []],
    [
      'a baseline as what hides the past',
      [flyway('<< Flyway Baseline >>', { type: 'BASELINE', version: '5' })],
      ['baseline 5 baseline'],
    ],
    [
      'Java as what cannot be read',
      [flyway('db.migration.V3__J', { type: 'JDBC', version: '3', checksum: null })],
      ['db.migration.V3__J code'],
    ],
    [
      'what is marked as deleted, since it is there',
      [flyway('V1__a.sql'), flyway('V1__a.sql', { type: 'DELETE' })],
      ['V1__a.sql file'],
    ],
    [
      'one that failed, was repaired and ran again',
      [flyway('V1__a.sql', { success: 'false' }), flyway('V1__a.sql')],
      ['V1__a.sql file'],
    ],
  ])('counts %s', (_why, rows, expected) => {
    expect(ids(...rows)).toEqual(expected)
  })

  it('says what must be repaired first, and what nobody knows', () => {
    const failed = history('flyway', [flyway('V1__a.sql'), flyway('V2__b.sql', { success: 'false' })])
    expect(failed.applied.map(({ id }) => id)).toEqual(['V1__a.sql'])
    expect(failed.troubles).toEqual([expect.stringContaining('V2__b.sql failed and was never repaired (public.history)')])
    expect(history('flyway', [flyway('V1__a.sql', { success: 'false' }), flyway('V1__a.sql')]).troubles).toEqual([])
    const baseline = history('flyway', [flyway('<< Flyway Baseline >>', { type: 'BASELINE', version: '5' })])
    expect(baseline.unknown).toEqual(['public.history was baselined at 5: flyway does not say what was there before.'])
    expect(history('flyway', [], { schema: 'shop' }).unknown).toEqual([expect.stringContaining('not in the schema public')])
  })

  it('refuses a row without what every row has', () => {
    expect(() => history('flyway', [{ installed_rank: '1', script: 'V1__a.sql', type: null }])).toThrow(
      'A row of public.history has no type.',
    )
  })
})

describe('prisma', () => {
  const row = (migration_name: string, change: HistoryRow = {}): HistoryRow => ({
    migration_name,
    checksum: 'c'.repeat(64),
    started_at: '2026-01-01',
    finished_at: '2026-01-01',
    rolled_back_at: null,
    applied_steps_count: '1',
    ...change,
  })

  it.each<[string, HistoryRow[], string[], number]>([
    ['finished ones', [row('1_a'), row('2_b')], ['1_a file', '2_b file'], 0],
    ['not what was rolled back', [row('1_a', { rolled_back_at: '2026-01-02' })], [], 0],
    ['not what failed and was rolled back', [row('1_a', { finished_at: null, rolled_back_at: '2026-01-02' })], [], 0],
    [
      'what was rolled back and applied again',
      [row('1_a', { finished_at: null, rolled_back_at: '2026-01-02' }), row('1_a')],
      ['1_a file'],
      0,
    ],
    ['what never finished as a trouble', [row('1_a', { finished_at: null })], [], 1],
    ['what was only marked, as that', [row('1_a', { applied_steps_count: '0' })], ['1_a marked'], 0],
  ])('counts %s', (_why, rows, applied, troubles) => {
    const read = history('prisma', rows)
    expect(read.applied.map(({ id, kind }) => `${id} ${kind}`)).toEqual(applied)
    expect(read.troubles).toHaveLength(troubles)
  })
})

it('reads what sqitch has deployed, with a hash where it has one', () => {
  const row = (change: string, more: HistoryRow = {}): HistoryRow => ({
    change,
    change_id: 'i',
    script_hash: 'h',
    project: 'shop',
    ...more,
  })
  expect(history('sqitch', [row('a'), row('b', { script_hash: null }), row('c', { script_hash: 'i' })]).applied).toEqual([
    { id: 'a', kind: 'file', project: 'shop', checksum: 'h' },
    { id: 'b', kind: 'file', project: 'shop' },
    { id: 'c', kind: 'file', project: 'shop' },
  ])
  const two = history('sqitch', [row('a'), row('a', { project: 'audit' })])
  expect(two.applied.map(({ id }) => id)).toEqual(['shop:a', 'audit:a'])
  expect(two.unknown).toEqual(['public.history speaks of several projects: audit, shop.'])
})

it('says of versions alone that edits cannot be known, and of an unknown shape what to do', () => {
  expect(history('dbmate', [{ version: '20260101' }])).toMatchObject({
    applied: [{ id: '20260101' }],
    unknown: [expect.stringContaining('no checksums')],
  })
  const unknown = history('unknown', [], { table: 'databasechangelog', unreadable: "it looks like liquibase's" })
  expect(unknown).toMatchObject({ applied: [], unknown: [expect.stringMatching(/public\.databasechangelog.*liquibase.*--list/)] })
})

import { expect, it } from 'vitest'
import type { ExplainedHistory, ExplainedMigration } from './explain-migrations.ts'
import { forwards, replayOf } from './replay-scripts.ts'

function history(tool: ExplainedHistory['tool'], ...applied: Partial<ExplainedMigration>[]): ExplainedHistory {
  const all = applied.map((each, index): ExplainedMigration => {
    const file = { path: `${index}.sql`, oid: String(index).repeat(40) }
    return { id: String(index), kind: 'file', explanation: 'same', file, ...each }
  })
  return { tool, place: 'public.history', applied: all, unknown: [], troubles: [], pending: [] }
}

it('runs the files in the order in which they ran', () => {
  const replay = replayOf(history('flyway', {}, { explanation: 'named' }, { kind: 'marked' }))
  expect(replay).toMatchObject({ kind: 'scripts', files: [{ path: '0.sql' }, { path: '1.sql' }, { path: '2.sql' }] })
})

it.each<[string, ExplainedHistory]>([
  ['1 has no file on the branch', history('flyway', {}, { explanation: 'missing' })],
  ['0 was edited after it ran', history('prisma', { explanation: 'edited' })],
  ['0 could be one of several files', history('flyway', { explanation: 'several' })],
  ['0 is no SQL file', history('flyway', { kind: 'code', explanation: 'none' })],
  ['0 hides what was there before the tool came', history('flyway', { kind: 'baseline', explanation: 'none' })],
  ['Rails migrations are Ruby', history('rails', {})],
])('proves nothing where %s', (why, given) => {
  expect(replayOf(given)).toEqual({ kind: 'impossible', why })
})

it('runs of a dbmate file what goes forwards, on its own lines', () => {
  const sql = '-- migrate:up\ncreate table a ();\n\n-- migrate:down\ndrop table a;\n'
  expect(forwards('dbmate', { path: 'a.sql', sql }).sql).toBe('\ncreate table a ();\n\n\n\n')
  expect(forwards('dbmate', { path: 'a.sql', sql: '-- migrate:up transaction:false\nselect 1;' }).sql).toBe('\nselect 1;')
  expect(forwards('flyway', { path: 'a.sql', sql }).sql).toBe(sql)
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { analyseStatements } from '../analysis/analyse-statements.ts'
import { newScope } from '../analysis/package-scope.ts'
import { openEmbedded } from '../engine/embedded-session.ts'
import type { Session } from '../engine/session.ts'
import { loadParser } from '../sql/parser.ts'
import { readSqlFile } from '../sql/sql-file.ts'
import { makeEmptyFolder } from '../testing/empty-folder.ts'
import { decideStatement } from './decide-statement.ts'

let folder: string
let session: Session
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagecoach-decide-'))
  await makeEmptyFolder(join(folder, 'database'))
  session = await openEmbedded(join(folder, 'database'), true)
})
afterAll(async () => {
  await session.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => session.exec('drop schema if exists app cascade; drop table if exists public.t; create schema app'))

/** What is made of a statement that was begun and may have happened. */
async function decide(sql: string): Promise<string> {
  const parser = await loadParser()
  const file = readSqlFile(parser, '0001_a.sql', Buffer.from(`-- stagecoach: no-transaction\n${sql};\n`))
  if (Array.isArray(file)) throw new Error(file[0]?.message)
  const [statement] = analyseStatements(parser, file, newScope(new Map()))
  if (statement === undefined) throw new Error('There is no statement.')
  const script = { direction: 'apply', package: 'p', migration: '0001_a', file: '', checksum: '', transactional: false } as const
  return decideStatement(session, { ...script, statements: [statement] }, statement)
}

const both = 'create table public.t (a int); create table app.t (a int)'

it.each([
  ['in its schema', `${both}; create index t_a on app.t (a)`, 'create index concurrently t_a on app.t (a)', 'done'],
  ['in another schema', `${both}; create index t_a on public.t (a)`, 'create index concurrently t_a on app.t (a)', 'again'],
  [
    'on the table of the search path',
    `${both}; create index t_a on public.t (a)`,
    'create index concurrently t_a on t (a)',
    'done',
  ],
  [
    'on a table that the search path hides',
    `${both}; create index t_a on app.t (a)`,
    'create index concurrently t_a on t (a)',
    'again',
  ],
  ['in its schema, to be dropped', `${both}; create index t_a on app.t (a)`, 'drop index concurrently app.t_a', 'again'],
  ['in another schema, to be dropped', `${both}; create index t_a on public.t (a)`, 'drop index concurrently app.t_a', 'done'],
  [
    'that the search path finds, to be dropped',
    `${both}; create index t_a on public.t (a)`,
    'drop index concurrently t_a',
    'again',
  ],
])('an index %s decides alone whether its statement happened', async (_where, there, sql, decision) => {
  await session.exec(there)
  expect(await decide(sql)).toBe(decision)
})

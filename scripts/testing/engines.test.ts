import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { formatEngines, readEngines } from './engines.ts'

let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'engines-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

test('names each engine that a test reported once', async () => {
  const log = join(folder, 'log')
  await writeFile(log, 'PostgreSQL 15.14\nPGlite 0.5.16\nPostgreSQL 15.14\n')
  expect(formatEngines(await readEngines(log))).toBe('Database engines that ran: PGlite 0.5.16, PostgreSQL 15.14')
})

test('says none when no test reported an engine', async () => {
  expect(formatEngines(await readEngines(join(folder, 'missing')))).toBe('Database engines that ran: none')
})

import { expect, it } from 'vitest'
import { StagecoachError } from '../error.ts'
import { logEntry } from '../testing/packages.ts'
import { samplePackage } from '../testing/samples.ts'
import { analysisIn } from './data-objects.ts'
import { beginOperation } from './keep-marks.ts'
import { migrateDatabase } from './migrate-database.ts'

const operation = 'a'.repeat(16)
const ref = samplePackage('wide')
const made = (name: string) => ({
  id: name,
  statements: [{ objects: [{ kind: 'table', name: `public.${name}`, use: 'create' }] }],
})
// Of a package, only its name and what its migrations make.
const wide = { pkg: { manifest: { name: 'wide' } }, analysis: { migrations: [made('0001_a'), made('0002_b')] } } as never

/** A database in which the second migration fails; `ran` before, and the `same` are marks of what nobody wrote to since. */
function failingDatabase(ran: string[] = [], kept: Record<string, string> = {}, same: Record<string, string> = {}) {
  const log = ran.map((migration) => ({ ...logEntry(ref, migration), operation }))
  const database = {
    log: () => Promise.resolve(log),
    begunMarks: () => Promise.resolve(kept),
    begin: (_operation: string, marks: Record<string, string>) => Promise.resolve(void (kept = { ...marks, ...kept })),
    dataMarks: (objects: { name: string }[]) =>
      Promise.resolve(Object.fromEntries(objects.map(({ name }) => [`table ${name}`, '0:0']))),
    apply: ({ migration }: { migration: string }) => {
      if (migration === '0002_b') return Promise.reject(new StagecoachError('migration-failed', 'flag_check is violated.'))
      log.push({ ...logEntry(ref, migration), operation })
      return Promise.resolve()
    },
    unwrittenMarks: () => Promise.resolve(same),
    applyObjects: () => Promise.resolve({ replaced: [], dropped: [] }),
  } as never
  return { database, kept: () => kept }
}

const plan = { undo: [], apply: ['0001_a', '0002_b'].map((migration) => ({ package: 'wide', migration })) } as never
const material = { desired: [wide], origin: () => Promise.resolve(wide), objects: [] }
const context = { operation, fence: 1, config: {} }

it('keeps the marks of what ran before a migration failed', async () => {
  const { database, kept } = failingDatabase()
  await expect(migrateDatabase(database, plan, material, context)).rejects.toMatchObject({ code: 'migration-failed' })
  expect(kept()).toEqual({ 'table public.0001_a': '0:0' })
})

it('says why a migration failed, also when the marks cannot be kept', async () => {
  const { database } = failingDatabase()
  const gone = { ...(database as object), begin: () => Promise.reject(new Error('the connection is gone')) } as never
  await expect(migrateDatabase(gone, plan, material, context)).rejects.toMatchObject({ code: 'migration-failed' })
})

it('takes no rows for those of then that a run before it left uncounted', async () => {
  const { database, kept } = failingDatabase(['0001_a'])
  await beginOperation(database, operation, 2, analysisIn([wide]))
  expect(kept()).toEqual({ 'table public.0001_a': 'unknown' })
  const marked = failingDatabase(['0001_a'], { 'table public.0001_a': '7:7' })
  await beginOperation(marked.database, operation, 2, analysisIn([wide]))
  expect(marked.kept()).toEqual({ 'table public.0001_a': '7:7' })
})

it('counts late what a run before it left uncounted and nobody wrote to since', async () => {
  const { database, kept } = failingDatabase(['0001_a'], {}, { 'table public.0001_a': '3:4' })
  await beginOperation(database, operation, 2, analysisIn([wide]))
  expect(kept()).toEqual({ 'table public.0001_a': '3:4' })
  await expect(migrateDatabase(database, plan, material, context)).rejects.toMatchObject({ code: 'migration-failed' })
  expect(kept()).toEqual({ 'table public.0001_a': '3:4' })
})

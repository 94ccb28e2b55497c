import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PGlite } from '@electric-sql/pglite'
import { rehearse, type RehearsalResult } from '@stagecoach/core'
import { openDatabases } from './databases.ts'
import { makePackage } from './testing/make-package.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagecoach-rehearse-'))
  const template = await PGlite.create(join(folder, 'template'))
  await template.exec(
    "create table price (sku text primary key, cents integer not null); insert into price values ('a', 99), ('b', 101)",
  )
  await template.close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function rehearsed(texts: Record<string, string>): Promise<RehearsalResult> {
  const databases = openDatabases()
  const pkg = makePackage('rounding', texts)
  const desired = { pkg, analysis: await databases.analyse(pkg.manifest, pkg.files) }
  return rehearse(databases, {
    origin: { name: 'main', environment: 'qa', engine: 'embedded', url: join(folder, 'qa'), template: join(folder, 'template') },
    before: { packages: [], objects: [] },
    leftBehind: [],
    after: { packages: [desired], objects: [] },
    material: { origin: () => Promise.resolve(desired) },
    config: {},
    progress: () => undefined,
  })
}

const round = 'update price set cents = round(cents / 5.0) * 5;\n'

describe('a rehearsal', () => {
  it.each([
    [
      'proved when it gives every row back',
      {
        '0001_keep.sql': `create table price_before as select * from price;\n${round}`,
        '0001_keep.undo.sql':
          'update price p set cents = b.cents from price_before b where b.sku = p.sku;\ndrop table price_before;\n',
      },
      'proved',
    ],
    ['no proof when it leaves other rows', { '0001_round.sql': round, '0001_round.undo.sql': 'select 1;\n' }, 'differs'],
    [
      'no proof when it leaves another schema',
      { '0001_note.sql': 'alter table price add column note text;\n', '0001_note.undo.sql': 'select 1;\n' },
      'differs',
    ],
    ['missing when there is none', { '0001_round.sql': round }, 'missing'],
    ['failed when it does not run', { '0001_round.sql': round, '0001_round.undo.sql': 'drop table nowhere;\n' }, 'failed'],
  ])('finds an undo %s', async (_, texts, verdict) => {
    const { rehearsal, undo } = await rehearsed(texts)
    expect(rehearsal.passed).toBe(true)
    expect(Object.values(undo)).toEqual([verdict])
  })

  it('does not pass when a migration fails, and says on what', async () => {
    const { rehearsal, failure } = await rehearsed({ '0001_a.sql': 'alter table nowhere add column x integer;\n' })
    expect(rehearsal.passed).toBe(false)
    expect(failure?.message).toContain('nowhere')
  })
})

import { rehearse, type RehearsalRequest, type RehearsalResult } from '@stagecoach/core'
import { expect, it } from 'vitest'
import { openDatabases } from './databases.ts'
import { makePackage } from './testing/make-package.ts'

const databases = openDatabases()
type Version = RehearsalRequest['leftBehind'][number]

async function version(name: string, version: string, tables: Record<string, string>): Promise<Version> {
  const texts = Object.entries(tables).flatMap(([id, table]) => [
    [`${id}.sql`, `create table ${table};\n`],
    [`${id}.undo.sql`, `drop table ${table.split(' ')[0] ?? ''};\n`],
  ])
  const pkg = makePackage(name, Object.fromEntries(texts), { version })
  return { pkg, analysis: await databases.analyse(pkg.manifest, pkg.files) }
}

async function rehearsed(
  before: Version,
  leftBehind: Version[],
  after: Version[],
  ran?: RehearsalRequest['ran'],
): Promise<RehearsalResult> {
  const known = [before, ...leftBehind, ...after]
  return rehearse(databases, {
    origin: { name: 'main', environment: 'qa', engine: 'embedded', url: 'nowhere' },
    before: { packages: [before], objects: [] },
    leftBehind,
    ...(ran === undefined ? {} : { ran }),
    after: { packages: after, objects: [] },
    material: {
      origin: async (row) =>
        known.find(({ pkg }) => pkg.manifest.name === row.package && pkg.manifest.version === row.version) ?? before,
    },
    config: {},
    progress: () => undefined,
  })
}

it('meets the structures that a rolled-back version left in the target', async () => {
  const first = await version('loyalty', '1.0.0', { '0001_points': 'points (id int)' })
  const second = await version('loyalty', '2.0.0', { '0001_points': 'points (id int)', '0002_tiers': 'tier (id int)' })
  const other = await version('tiers', '1.0.0', { '0001_tiers': 'tier (name text)' })
  const { rehearsal } = await rehearsed(first, [second], [first, other])
  expect(rehearsal.passed).toBe(false)
  expect(rehearsal.detail).toContain('tier')
})

it('stands where a failed deployment left the target, and not where it wanted to go', async () => {
  const failed = await version('loyalty', '1.0.0', { '0001_points': 'points (id int)', '0002_tiers': 'tier (id nothing)' })
  const repaired = await version('loyalty', '1.0.1', { '0001_points': 'points (id int)', '0002_tiers': 'tier (id int)' })
  const ran = new Map([[failed.pkg.ref.digest, ['loyalty/0001_points']]])
  const { rehearsal } = await rehearsed(failed, [], [repaired], ran)
  expect(rehearsal).toMatchObject({ passed: true, detail: '1 migrations, 0 undone first' })
})

it('proves the way back over an edited migration by applying the form before again', async () => {
  const first = await version('loyalty', '1.0.0', { '0001_points': 'points (id int)', '0002_log': 'log (id int)' })
  const second = await version('loyalty', '2.0.0', { '0001_points': 'points (id bigint)' })
  const { rehearsal, undo } = await rehearsed(first, [], [second])
  expect(rehearsal).toMatchObject({ passed: true, detail: '1 migrations, 2 undone first' })
  expect(undo).toEqual({ 'loyalty/0001_points': 'proved', 'loyalty/0002_log': 'proved' })
})

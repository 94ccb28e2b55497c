import { openDatabases } from '@stagecoach/database'
import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const config = shopConfig.replace(
  'branch: env/integration\n',
  'branch: env/integration\n    databases: { main: { engine: embedded, url: env:INTEGRATION_DATABASE_URL } }\n',
)

/** The second file runs outside of a transaction, so its first statement stays when the last one fails. */
function points(last: string): Record<string, string> {
  return {
    'db/migrations/loyalty/0001_points.sql': 'create table public.points (id int primary key);\n',
    'db/migrations/loyalty/0002_start.sql': `-- stagecoach: no-transaction\ninsert into public.points values (1);\n${last}\n`,
  }
}

async function deploy(bench: Workbench): Promise<{ outcome: string; message: string }> {
  await bench.run('build', 'feature/loyalty')
  expect((await bench.json('promote', 'integration', 'loyalty')).result).toMatchObject({ outcome: 'opened', reason: 'done' })
  expect((await bench.json('gate', 'integration', 'loyalty')).result.outcome).toBe('merged')
  const { outcome, message } = (await bench.json('deploy', 'integration')).result
  return { outcome, message }
}

test('a repaired version goes on where the broken one stopped in the target', { timeout: 300_000 }, async () => {
  await using bench = await openShop(config)
  await pushFeature(bench, 'loyalty', points('insert into public.nowhere values (2);'))
  const broken = await deploy(bench)
  expect(broken.outcome).toBe('failed')

  await bench.git('checkout', '--quiet', 'feature/loyalty')
  for (const [path, text] of Object.entries(points('insert into public.points values (2);'))) bench.write(path, text)
  await bench.git('commit', '--quiet', '-am', 'Repair the second file')
  await bench.git('push', '--quiet', 'origin', 'feature/loyalty')
  await bench.git('checkout', '--quiet', 'main')
  expect(await deploy(bench)).toMatchObject({ outcome: 'deployed' })

  const database = await openDatabases().open({ name: 'main', environment: 'x', engine: 'embedded', url: bench.database })
  try {
    expect((await database.log()).map((each) => `${each.event} ${each.migration}`)).toEqual([
      'applied 0001_points',
      'applied 0002_start',
    ])
    const marks = await database.dataMarks([{ kind: 'table', name: 'public.points' }])
    expect(marks['table public.points']?.split(':')[0]).toBe('2')
    expect(await database.unfinished([])).toEqual([])
  } finally {
    await database.close()
  }
})

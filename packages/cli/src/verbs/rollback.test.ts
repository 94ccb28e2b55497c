import { openDatabases } from '@stagecoach/database'
import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const noTier = "select not exists (select from information_schema.columns where column_name = 'tier')"
const config = shopConfig.replace(
  'branch: env/integration\n',
  `branch: env/integration
    databases: { main: { engine: embedded, url: env:INTEGRATION_DATABASE_URL, template: env:INTEGRATION_TEMPLATE } }
    verify: [{ sql: "${noTier}" }]
`,
)

function points(columns: string): Record<string, string> {
  return {
    'db/migrations/loyalty/0001_points.sql': `CREATE TABLE customer_points (id int PRIMARY KEY, ${columns});\n`,
    'db/migrations/loyalty/0001_points.undo.sql': 'DROP TABLE customer_points;\n',
  }
}

async function pushAgain(bench: Workbench, name: string, files: Record<string, string>): Promise<void> {
  await bench.git('checkout', '--quiet', `feature/${name}`)
  for (const [path, text] of Object.entries(files)) bench.write(path, text)
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', `Another ${name}`)
  await bench.git('push', '--quiet', 'origin', `feature/${name}`)
  await bench.git('checkout', '--quiet', 'main')
}

async function bring(bench: Workbench, name: string): Promise<{ code: number; reason: string; message: string }> {
  await bench.run('build', `feature/${name}`)
  expect((await bench.json('promote', 'integration', name)).result).toMatchObject({ outcome: 'opened', reason: 'done' })
  expect((await bench.json('gate', 'integration', name)).result.outcome).toBe('merged')
  const { code, result } = await bench.json('deploy', 'integration')
  return { code, reason: result.reason, message: result.message }
}

async function look(bench: Workbench): Promise<{ columns: string[]; log: string[] }> {
  const database = await openDatabases().open({ name: 'main', environment: 'x', engine: 'embedded', url: bench.database })
  try {
    const { objects } = await database.catalog()
    const columns = Object.keys(objects).filter((key) => key.startsWith('column '))
    return { columns, log: (await database.log()).map((each) => `${each.event} ${each.package}/${each.migration}`) }
  } finally {
    await database.close()
  }
}

test('builds no way back on a branch that somebody rewound', { timeout: 300_000 }, async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'loyalty', { 'loyalty.txt': 'loyalty' })
  expect(await bring(bench, 'loyalty')).toMatchObject({ code: 0 })
  await bench.git('push', '--quiet', '--force', 'origin', 'main:refs/heads/env/integration')
  expect(await bench.json('rollback', 'integration', '--reason', 'upside down')).toMatchObject({
    code: 3,
    result: { outcome: 'blocked', reason: 'history-rewritten' },
  })
  expect(await bench.git('ls-remote', 'origin', 'refs/heads/rollback/*')).toBe('')
})

test('says of a deleted branch what it says of a rewound one, and how it is put back', { timeout: 300_000 }, async () => {
  await using bench = await openShop()
  const never = await bench.json('rollback', 'integration', 'loyalty', '--reason', 'nothing there')
  expect(never).toMatchObject({ code: 3, result: { outcome: 'blocked', reason: 'rollback-refused' } })
  await pushFeature(bench, 'loyalty', { 'loyalty.txt': 'loyalty' })
  expect(await bring(bench, 'loyalty')).toMatchObject({ code: 0 })
  await bench.git('push', '--quiet', 'origin', ':env/integration')
  const put = /^To put the branch back as it was recorded: (git fetch origin .+)$/
  let run = ''
  for (const verb of [['promote'], ['promote', 'loyalty'], ['deploy'], ['rollback', '--reason', 'gone'], ['drift']]) {
    const [name = '', ...rest] = verb
    const { code, result } = await bench.json(name, 'integration', ...rest)
    expect([verb, code, result]).toEqual([
      verb,
      3,
      expect.objectContaining({ outcome: 'blocked', reason: 'history-rewritten', advice: [expect.stringMatching(put)] }),
    ])
    run = put.exec(result.advice?.[0] ?? '')?.[1] ?? ''
  }
  for (const command of run.split(' && ')) await bench.git(...command.split(' ').slice(1))
  expect(await bench.json('deploy', 'integration')).toMatchObject({ code: 0, result: { outcome: 'unchanged' } })
})

test('takes a package back by hand, says so when asked again, and leaves no branch behind', { timeout: 300_000 }, async () => {
  await using bench = await openShop()
  for (const name of ['loyalty', 'search']) {
    await pushFeature(bench, name, { [`${name}.txt`]: name })
    expect(await bring(bench, name)).toMatchObject({ code: 0 })
  }
  const back = ['rollback', 'integration', '--reason', 'upside down']
  expect(await bench.json(...back)).toMatchObject({ code: 0, result: { outcome: 'rolled-back', reason: 'taken-back' } })
  expect((await bench.json('gate', 'integration', 'search')).result.outcome).toBe('merged')
  expect((await bench.json('deploy', 'integration')).result.outcome).toBe('deployed')
  expect(await bench.json(...back)).toMatchObject({
    code: 0,
    result: { outcome: 'unchanged', message: expect.stringContaining('integration holds no search since') },
  })
  await pushFeature(bench, 'labels', { 'labels.txt': 'labels' })
  await bench.run('build', 'feature/labels')
  expect((await bench.json('promote', 'integration', 'labels')).result.outcome).toBe('opened')
  const branches = await bench.git('--git-dir', bench.remote, 'branch', '--list', 'promote/*', 'rollback/*')
  expect(branches.trim()).toBe('promote/integration/labels')
})

test('brings back what the version before had run when the failed one edited it', { timeout: 300_000 }, async () => {
  await using bench = await openShop(config)
  const template = await openDatabases().open({ name: 'main', environment: 'x', engine: 'embedded', url: bench.template })
  await template.prepare()
  await template.close()
  await pushFeature(bench, 'loyalty', points('points int'))
  expect(await bring(bench, 'loyalty')).toMatchObject({ code: 0 })
  const before = await look(bench)

  await pushAgain(bench, 'loyalty', points('tier text'))
  const failed = await bring(bench, 'loyalty')
  expect(failed.message).toContain('integration is back on its last verified state (undo)')

  const after = await look(bench)
  expect(after.columns).toEqual(before.columns)
  expect(after.log).toEqual([
    'applied loyalty/0001_points',
    'undone loyalty/0001_points',
    'applied loyalty/0001_points',
    'undone loyalty/0001_points',
    'applied loyalty/0001_points',
  ])
  expect((await bench.json('gate', 'integration', 'loyalty')).result.outcome).toBe('merged')
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed' })
  expect((await bench.json('drift', 'integration')).result.message).toBe('integration is as it was recorded.')
})

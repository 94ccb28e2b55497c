import { openDatabases } from '@stagecoach/database'
import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const config = shopConfig.replace(
  'branch: env/integration\n',
  `branch: env/integration
    disposable: true
    databases: { main: { engine: embedded, url: env:INTEGRATION_DATABASE_URL, template: env:INTEGRATION_TEMPLATE } }
    verify: [{ sql: select true }]
`,
)

async function pushPoints(bench: Workbench, columns: string): Promise<void> {
  await pushFeature(bench, 'loyalty', {
    'db/migrations/loyalty/0001_points.sql': `CREATE TABLE customer_points (id int PRIMARY KEY, ${columns});\n`,
    'db/migrations/loyalty/0001_points.undo.sql': 'DROP TABLE customer_points;\n',
  })
  await bench.run('build', 'feature/loyalty')
}

/** The feature's branch goes on from where it was. */
async function pushAgain(bench: Workbench, columns: string): Promise<void> {
  await bench.git('checkout', '--quiet', 'feature/loyalty')
  bench.write('db/migrations/loyalty/0001_points.sql', `CREATE TABLE customer_points (id int PRIMARY KEY, ${columns});\n`)
  await bench.git('commit', '--quiet', '-am', 'Other points')
  await bench.git('push', '--quiet', 'origin', 'feature/loyalty')
  await bench.git('checkout', '--quiet', 'main')
  await bench.run('build', 'feature/loyalty')
}

async function commentOn(bench: Workbench, number: number): Promise<string> {
  const headers = { authorization: `Bearer ${bench.token}` }
  const answer = await fetch(`${bench.simulator.url}/repos/acme/shop/issues/${number}/comments`, { headers })
  const comments = (await answer.json()) as { body: string }[]
  expect(comments).toHaveLength(1)
  return comments[0]?.body ?? ''
}

test(
  'tells the road of a package, what a version takes back, and why one could not be proposed',
  { timeout: 300_000 },
  async () => {
    await using bench = await openShop(config)
    const template = await openDatabases().open({ name: 'main', environment: 'x', engine: 'embedded', url: bench.template })
    await template.prepare()
    await template.close()
    await pushPoints(bench, 'points int')
    await bench.run('promote', 'integration', 'loyalty')
    await bench.run('gate', 'integration', 'loyalty')
    expect((await bench.json('deploy', 'integration')).result.outcome).toBe('deployed')

    await pushAgain(bench, 'total int')
    const { result } = await bench.json('promote', 'integration', 'loyalty')
    expect(result.outcome).toBe('opened')
    const comment = await commentOn(bench, result.pullRequest ?? 0)
    expect(comment).toContain('- `loyalty/0001_points`: `public.customer_points`')
    expect(comment).toContain('The environment is disposable: rows that came since are lost there')

    await pushAgain(bench, 'total no_such_type')
    expect((await bench.json('promote', 'integration', 'loyalty')).result.outcome).toBe('blocked')
    expect(await commentOn(bench, result.pullRequest ?? 0)).toContain('no\\_such\\_type')
    const status = await bench.run('status', '--drift')
    expect(status.stdout).toMatch(/[0-9a-f]{7} refused: [a-z-]+, /)
    expect(status.stdout).toContain('no drift')
    const { stdout } = await bench.run('explain', 'loyalty', 'integration')
    expect(stdout).toMatch(/was asked for at .* and refused: On a copy of integration: .*no_such_type/)
    const road = stdout.slice(stdout.indexOf('so far'))
    const steps = [
      'is built from',
      'is proposed in #1',
      'every gate of #1 is open',
      'is merged as',
      'is deployed and verified (1 check)',
    ]
    expect(steps.map((step) => road.indexOf(step)).every((place, index, all) => place > (all[index - 1] ?? 0))).toBe(true)
    expect(road).toMatch(/integration: [0-9a-f]{7} is refused: On a copy of integration.* \(ada\) record \d+/)
    const markdown = await bench.run('explain', 'loyalty', '--markdown')
    expect(markdown.stdout).toContain('| When | Where | What | Who | Record |')
  },
)

test('keeps what a configuration lacked, and says of a name that nobody built what was meant', { timeout: 300_000 }, async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'gift-cards', { 'db/migrations/gift-cards/package.yml': 'config: [GIFT_URL]\n' })
  await bench.run('build', 'feature/gift-cards')
  expect((await bench.json('promote', 'integration', 'gift-cards')).result).toMatchObject({
    outcome: 'blocked',
    reason: 'config-missing',
    advice: ['Add the keys under environments.integration.config in the configuration.'],
  })
  const lacking = await bench.run('explain', 'gift-cards', 'integration')
  expect(lacking.stdout).toMatch(/was asked for at .* and refused: .*lacks declared configuration: GIFT_URL/)
  expect(lacking.stdout).toContain('→ Add the keys under environments.integration.config')

  await pushFeature(bench, 'loyalty', { 'db/migrations/loyalty/package.yml': 'requires: [gift-card]\n' })
  await bench.run('build', 'feature/loyalty')
  const { stdout } = await bench.run('explain', 'loyalty', 'integration')
  expect((await bench.json('plan', 'integration', 'loyalty')).result.outcome).toBe('blocked')
  expect(stdout).toContain("→ No package 'gift-card' was ever built. Did you mean `gift-cards`?")
})

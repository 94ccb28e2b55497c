import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

async function open(bench: Workbench, feature: string, name: string): Promise<void> {
  expect((await bench.json('build', `feature/${feature}`)).result.packages).toEqual([name])
  expect((await bench.json('promote', 'integration', name)).result.outcome).toBe('opened')
}

async function ship(bench: Workbench, name: string): Promise<void> {
  expect((await bench.json('gate', 'integration', name)).result.outcome).toBe('merged')
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', packages: [name] })
}

test(
  'puts a renamed package in the place of what it was called before once a person says so, and back',
  { timeout: 300_000 },
  async () => {
    await using bench = await openShop()
    await pushFeature(bench, 'gift', { 'gift.txt': 'one gift\n' })
    await open(bench, 'gift', 'gift')
    await ship(bench, 'gift')

    await bench.git('checkout', '--quiet', 'feature/gift')
    await bench.git('mv', 'db/migrations/gift', 'db/migrations/cards')
    bench.write('db/migrations/cards/package.yml', 'formerly: [gift]\n')
    bench.write('gift.txt', 'one card\n')
    await bench.git('commit', '--quiet', '--all', '-m', 'Call it cards')
    await bench.git('push', '--quiet', 'origin', 'feature/gift')
    await bench.git('checkout', '--quiet', 'main')
    await open(bench, 'gift', 'cards')
    expect((await bench.json('gate', 'integration', 'cards')).result.outcome).toBe('pending')
    await bench.json('ack', 'cards', '--environment', 'integration', '--reason', 'gift is called cards now')
    await ship(bench, 'cards')
    const files = (): Promise<string> => bench.git('--git-dir', bench.remote, 'ls-tree', '-r', '--name-only', 'env/integration')
    expect((await files()).split('\n')).toEqual(
      expect.arrayContaining(['.stagecoach/packages/cards.json', 'db/migrations/cards/package.yml']),
    )
    expect(await files()).not.toContain('migrations/gift')
    expect(await files()).not.toContain('packages/gift.json')

    expect((await bench.json('rollback', 'integration', '--reason', 'the old name')).result.outcome).toBe('rolled-back')
    expect((await bench.json('gate', 'integration', 'cards')).result.outcome).toBe('merged')
    expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', packages: ['gift'] })
    expect(await bench.git('--git-dir', bench.remote, 'show', 'env/integration:gift.txt')).toBe('one gift')
  },
)

test('takes a lane for a promotion that waits already', { timeout: 300_000 }, async () => {
  const frozen = `    gates: [{ freeze: [{ rule: "DTSTART:20200101T000000Z\\nRRULE:FREQ=DAILY", for: 1d }] }]\n`
  await using bench = await openShop(`${shopConfig}${frozen}    lanes: { hotfix: { skip: [freeze] } }\n`)
  await pushFeature(bench, 'leak', { 'gift.txt': 'mended\n' })
  await open(bench, 'leak', 'leak')
  await ship(bench, 'leak')
  const plan = await bench.json('plan', 'production', 'leak')
  expect(plan.result).toMatchObject({ outcome: 'planned' })
  expect(plan.result.plan).toEqual(expect.arrayContaining(['runs no migration', expect.stringMatching(/^gate freeze waits: /)]))
  expect((await bench.run('plan', 'production', 'leak')).stdout).toContain('  gate deployed open: ')
  expect((await bench.json('promote', 'production', 'leak')).result.outcome).toBe('opened')
  expect((await bench.json('gate', 'production', 'leak')).result.outcome).not.toBe('merged')
  await bench.json('promote', 'production', 'leak', '--lane', 'hotfix', '--lane-reason', 'customers pay too much')
  expect((await bench.json('gate', 'production', 'leak')).result.outcome).toBe('merged')
})

test('says how to propose a package when none is named and none waits', async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'gift', {})
  await bench.run('build', 'feature/gift')
  const { code, stdout } = await bench.run('promote', 'integration')
  expect([code, stdout]).toEqual([0, expect.stringContaining('name it: stagecoach promote integration <package>')])
})

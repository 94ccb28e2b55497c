import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openShop, pushFeature } from '../testing/shop.ts'

test('proves the ledger, and names the record in which one byte was flipped', { timeout: 240_000 }, async () => {
  await using bench = await openShop()
  const none = await bench.run('ledger', 'verify')
  expect(none).toMatchObject({ code: 1, stdout: '' })
  expect(none.stderr).toContain('There is no branch stagecoach/ledger in')
  expect((await bench.run('promote', 'integratoin', 'loyalty')).stderr).toContain('Did you mean `integration`?')
  for (const name of ['loyalty', 'search']) {
    await pushFeature(bench, name, {})
    await bench.run('build', `feature/${name}`)
  }
  expect(await bench.json('ledger', 'verify')).toMatchObject({
    code: 0,
    result: { outcome: 'shown', message: 'The ledger holds: 2 records in one chain.' },
  })

  const folder = `${bench.clone}.ledger`
  await bench.git('fetch', '--quiet', 'origin', 'stagecoach/ledger')
  await bench.git('worktree', 'add', '--quiet', '--detach', folder, 'FETCH_HEAD')
  const path = 'records/0000/00000001.json'
  const record = await bench.git('-C', folder, 'show', `HEAD:${path}`)
  writeFileSync(
    join(folder, path),
    record.replace('"package":{"base":"', '"package":{"base":"0').replace(/("base":"0[0-9a-f]{39})[0-9a-f]/, '$1'),
  )
  await bench.git('-C', folder, 'commit', '--quiet', '-a', '-m', 'Nothing to see here')
  await bench.git('-C', folder, 'push', '--quiet', 'origin', 'HEAD:stagecoach/ledger')
  const broken = await bench.json('ledger', 'verify')
  expect(broken.code).toBe(1)
  expect(broken.result).toMatchObject({
    outcome: 'failed',
    reason: 'ledger-broken',
    data: { problems: [{ seq: expect.any(Number) }, { kind: 'record-changed', seq: 1 }] },
  })
  expect(broken.result.message).toMatch(/^Record 1 /)
})

test('lists the records that are asked for, and says which environment, package or kind there is none of', async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'loyalty', {})
  await bench.run('build', 'feature/loyalty')
  await bench.run('promote', 'integration', 'loyalty')
  const log = async (...filter: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await bench.run('ledger', 'log', ...filter)
    return [code, stdout, stderr]
  }
  expect(await log('--package', 'loyalty', '--kind', 'promotion')).toMatchObject([
    0,
    expect.stringMatching(/ to integration in #1/),
    expect.any(String),
  ])
  expect(await log('--environment', 'production')).toMatchObject([0, 'No record.\n', expect.any(String)])
  const refused = [
    [['--kind', 'promotions'], 'Allowed choices are built, release,'],
    [['--environment', 'integratoin'], 'Did you mean `integration`?'],
    [['--package', 'loyalti'], 'Did you mean `loyalty`?'],
    [['--limit', '-1'], 'It must be a whole number.'],
  ] as const
  for (const [filter, words] of refused) expect(await log(...filter)).toEqual([2, '', expect.stringContaining(words)])
  expect(await bench.json('ledger', 'log', '--kind', 'promotions')).toMatchObject({ code: 2, result: { reason: 'usage' } })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openShop, priced, pushFeature } from '../testing/shop.ts'

test('try', async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'loyalty', { 'prices.txt': priced('two, or less for friends') })
  await pushFeature(bench, 'search', { 'prices.txt': priced('two, found fast') })
  const say = async (...argv: string[]) => {
    const { code, stdout, stderr } = await bench.run(...argv)
    console.log(`$ stagecoach ${argv.join(' ')}\n${stdout}${stderr}[${code}]`)
  }
  await say('build', 'feature/loyalty')
  await say('build', 'feature/search')
  await say('plan', 'integration', 'loyalty')
  await say('promote', 'integration', 'loyalty')
  await say('gate', 'integration', 'loyalty')
  await say('status')
  await say('deploy', 'integration')
  await say('promote', 'integration', 'search')
  await say('status')
  await say('explain', 'search')
  await say('resolve', '2')
  await say('resolve', '2', '--continue')
  const file = join(`${bench.clone}.resolve-2`, 'prices.txt')
  console.log(readFileSync(file, 'utf8'))
  writeFileSync(file, priced('two, or less for friends, found fast'))
  await say('resolve', '2', '--continue')
  await say('promote', 'integration', 'search')
  await say('ledger', 'log')
  await say('ledger', 'verify')
  return
  await say('hold', 'search', '--environment', 'integration', '--reason', 'smells', '--until', '3d')
  await say('explain', 'search')
  await say('status')
  expect(1).toBe(1)
})

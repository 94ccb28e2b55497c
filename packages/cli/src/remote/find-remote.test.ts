import { expect, test } from 'vitest'
import { StagecoachError } from '@stagecoach/core'
import { aboutAddress } from './about-address.ts'
import { openShop } from '../testing/shop.ts'
import { speak } from '../testing/workbench.ts'

test.each(['api.github.com', 'ftp://example.com', 'nonsense'])(
  'says that GITHUB_API_URL is wrong, not GitHub: %s',
  async (url) => {
    await using bench = await openShop()
    const { code, stderr } = await speak(['status'], bench.clone, { ...bench.environment, GITHUB_API_URL: url })
    expect([code, stderr]).toEqual([2, expect.stringMatching(/GITHUB_API_URL is no address of an API: '[^]+Unset it/)])
  },
)

test('names the address and GITHUB_API_URL where another server, or none, answers', async () => {
  await using bench = await openShop()
  const url = `${bench.simulator.url}/api/v9`
  for (const argv of [['promote', 'integration'], ['status']]) {
    const { stderr } = await speak(argv, bench.clone, { ...bench.environment, GITHUB_API_URL: url })
    expect(stderr).toContain(`It was asked at ${url}, as GITHUB_API_URL says`)
  }
  const none = new StagecoachError('forge-unreachable', 'GitHub did not answer.', { hint: 'Run it again.' })
  expect(aboutAddress(none, url)).toMatchObject({
    code: none.code,
    hint: expect.stringMatching(/GITHUB_API_URL says[^]+Run it again/),
  })
  const limited = new StagecoachError('rate-limited', 'Too many.')
  expect(aboutAddress(limited, url)).toBe(limited)
})

test('says that there is no repository where origin points', async () => {
  await using bench = await openShop()
  const { GITHUB_API_URL: _none, ...environment } = bench.environment
  await bench.git('remote', 'set-url', 'origin', '/nowhere/shop.git')
  const { code, stderr } = await speak(['status'], bench.clone, environment)
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/no repository at '\/nowhere\/shop\.git'[^]+git remote set-url origin/),
  ])
})

test('says which token to give where git alone is refused', async () => {
  await using bench = await openShop()
  await bench.git('remote', 'set-url', 'origin', `${bench.simulator.url}/acme/shop.git`)
  const { STAGECOACH_TOKEN: _none, ...environment } = bench.environment
  const { code, stderr } = await speak(['status'], bench.clone, environment)
  expect([code, stderr]).toEqual([2, expect.stringMatching(/refused access[^]+STAGECOACH_TOKEN/)])
})

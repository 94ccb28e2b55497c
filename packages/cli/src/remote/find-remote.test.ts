import { expect, test } from 'vitest'
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

test('says which token to give where git alone is refused', async () => {
  await using bench = await openShop()
  await bench.git('remote', 'set-url', 'origin', `${bench.simulator.url}/acme/shop.git`)
  const { STAGECOACH_TOKEN: _none, ...environment } = bench.environment
  const { code, stderr } = await speak(['status'], bench.clone, environment)
  expect([code, stderr]).toEqual([2, expect.stringMatching(/refused access[^]+STAGECOACH_TOKEN/)])
})

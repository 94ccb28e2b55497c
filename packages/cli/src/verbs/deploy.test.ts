import { expect, test } from 'vitest'
import { openShop, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const config = shopConfig.replace(
  'branch: env/integration\n',
  "branch: env/integration\n    verify: [{ command: 'grep -q well health.txt' }]\n",
)

async function health(bench: Workbench, state: string): Promise<void> {
  bench.write('health.txt', `${state}\n`)
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', `Be ${state}`)
  await bench.git('push', '--quiet', 'origin', 'main')
}

test('goes on with a deployment that failed for another reason and was not taken back, once its hold is released', async () => {
  await using bench = await openShop(config)
  await health(bench, 'ill')
  await pushFeature(bench, 'loyalty', { 'loyalty.txt': 'loyalty\n' })
  await bench.run('build', 'feature/loyalty')
  await bench.run('promote', 'integration', 'loyalty')
  expect((await bench.json('gate', 'integration', 'loyalty')).result.outcome).toBe('merged')
  const failed = await bench.json('deploy', 'integration')
  expect(failed.result).toMatchObject({ outcome: 'failed', reason: 'rollback-refused' })
  const operation = failed.result.operation

  const held = {
    code: 3,
    result: {
      reason: 'held',
      advice: [expect.stringMatching(/Lift the hold \(`stagecoach release loyalty --environment integration --reason .*`\)/)],
    },
  }
  expect(await bench.json('promote', 'integration', 'loyalty')).toMatchObject(held)
  expect(await bench.json('deploy', 'integration')).toMatchObject(held)

  await health(bench, 'well')
  const released = await bench.json('release', 'loyalty', '--environment', 'integration', '--reason', 'the disk was full')
  expect(released.result.advice?.[0]).toContain('Start the deploy workflow for integration')
  expect((await bench.json('promote', 'integration', 'loyalty')).result.advice?.[0]).toContain('Start the deploy workflow')
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', operation })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'unchanged' })
})

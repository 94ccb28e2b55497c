import { expect, test } from 'vitest'
import { openShop, pushFeature } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

async function bring(bench: Workbench, name: string): Promise<string> {
  await bench.run('build', `feature/${name}`)
  return promote(bench, name)
}

/** @returns the operation that deployed it */
async function promote(bench: Workbench, name: string): Promise<string> {
  expect((await bench.json('promote', 'integration', name)).result).toMatchObject({ outcome: 'opened', reason: 'done' })
  expect((await bench.json('gate', 'integration', name)).result.outcome).toBe('merged')
  const { result } = await bench.json('deploy', 'integration')
  expect(result.outcome).toBe('deployed')
  return result.operation ?? ''
}

async function repair(bench: Workbench, name: string): Promise<void> {
  expect((await bench.json('gate', 'integration', name)).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed' })
  expect((await bench.json('drift', 'integration')).result.message).toBe('integration is as it was recorded.')
}

async function filesOf(bench: Workbench): Promise<string[]> {
  const names = await bench.git('--git-dir', bench.remote, 'ls-tree', '--name-only', 'env/integration')
  return names.split('\n').filter((name) => /^[a-z]+\.txt$/.test(name) && !['prices.txt', 'terms.txt'].includes(name))
}

test('takes one package from under a later one, goes back over several, and forward again', { timeout: 300_000 }, async () => {
  await using bench = await openShop()
  const operations: string[] = []
  for (const name of ['labels', 'loyalty', 'search']) {
    await pushFeature(bench, name, { [`${name}.txt`]: name })
    operations.push(await bring(bench, name))
  }
  const apart = ['rollback', 'integration', 'loyalty', '--reason', 'upside down']
  expect((await bench.json(...apart, '--dry-run')).result).toMatchObject({
    outcome: 'planned',
    plan: [expect.stringMatching(/^loyalty .* leaves$/), 'Plan application-only: no migration ran.'],
  })
  expect((await bench.json(...apart)).result).toMatchObject({ outcome: 'rolled-back', packages: ['loyalty'] })
  await repair(bench, 'loyalty')
  expect(await filesOf(bench)).toEqual(['labels.txt', 'search.txt'])

  expect((await bench.json('promote', 'integration', 'loyalty')).result).toMatchObject({ outcome: 'blocked', reason: 'held' })
  await bench.json('release', 'loyalty', '--environment', 'integration', '--reason', 'it was the printer')
  await promote(bench, 'loyalty')
  expect(await filesOf(bench)).toEqual(['labels.txt', 'loyalty.txt', 'search.txt'])

  const far = ['rollback', 'integration', '--to', operations[0] ?? '', '--reason', 'begin again']
  expect((await bench.json(...far)).result).toMatchObject({ outcome: 'rolled-back', packages: ['search', 'loyalty'] })
  await repair(bench, 'search')
  expect(await filesOf(bench)).toEqual(['labels.txt'])
  expect((await bench.json(...far)).result).toMatchObject({ outcome: 'unchanged' })

  await bench.json('release', 'search', '--environment', 'integration', '--reason', 'it was the weather')
  await promote(bench, 'search')
  expect(await filesOf(bench)).toEqual(['labels.txt', 'search.txt'])
  expect((await bench.json('ledger', 'verify')).code).toBe(0)
})

test('asked for again after its repair was merged, opens no second pull request; an old one is closed by its gate', async () => {
  await using bench = await openShop()
  await pushFeature(bench, 'loyalty', { 'loyalty.txt': 'loyalty' })
  await pushFeature(bench, 'labels', { 'labels.txt': 'labels' })
  await bring(bench, 'labels')
  await bring(bench, 'loyalty')
  const back = ['rollback', 'integration', 'loyalty', '--reason', 'undo it']
  const { pullRequest, operation } = (await bench.json(...back)).result
  expect((await bench.json('gate', 'integration', 'loyalty')).result).toMatchObject({ outcome: 'merged' })
  expect(await bench.json(...back)).toMatchObject({
    code: 0,
    result: { outcome: 'unchanged', pullRequest, advice: ['stagecoach deploy integration'] },
  })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed' })

  const branch = `rollback/integration/${operation}`
  await bench.git('push', '--quiet', 'origin', `+feature/loyalty:refs/heads/${branch}`)
  const old = await openPull(bench, branch)
  expect((await bench.json('gate', String(old))).result).toMatchObject({
    outcome: 'unchanged',
    message: expect.stringContaining('It is closed.'),
  })
  expect((await bench.json('gate', String(old))).result).toMatchObject({ outcome: 'unchanged' })
})

/** As an earlier Stagecoach left one behind. */
async function openPull({ simulator, token }: Workbench, head: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ title: 'Undo it', head, base: 'env/integration' })
  const answer = await fetch(`${simulator.url}/repos/acme/shop/pulls`, { method: 'POST', headers, body })
  const pull = (await answer.json()) as { number: number }
  return pull.number
}

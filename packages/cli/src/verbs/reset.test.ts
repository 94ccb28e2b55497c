import { expect, test } from 'vitest'
import { openShop, priced, pushFeature, shopConfig } from '../testing/shop.ts'
import type { Workbench } from '../testing/workbench.ts'

const disposable = shopConfig.replace('branch: env/integration\n', 'branch: env/integration\n    disposable: true\n')

/** Built, promoted to integration, merged and deployed there. */
async function bring(bench: Workbench, name: string, files: Record<string, string>): Promise<void> {
  await pushFeature(bench, name, files)
  expect((await bench.json('build', `feature/${name}`)).result.packages).toEqual([name])
  expect((await bench.json('promote', 'integration', name)).result).toMatchObject({ outcome: 'opened' })
  expect((await bench.json('gate', 'integration', name)).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed' })
}

const inRemote = (bench: Workbench, ...args: string[]): Promise<string> => bench.git('--git-dir', bench.remote, ...args)

async function openWithTwo(): Promise<Workbench> {
  const bench = await openShop(disposable)
  await bring(bench, 'loyalty', { 'prices.txt': priced('two euros') })
  await bring(bench, 'search', { 'search.txt': 'search\n' })
  return bench
}

test('takes a feature out without a force push, and lets it come back whole', { timeout: 300_000 }, async () => {
  await using bench = await openWithTwo()
  const tip = await inRemote(bench, 'rev-parse', 'env/integration')
  await pushFeature(bench, 'tiers', { 'tiers.txt': 'gold\n' })
  await bench.json('build', 'feature/tiers')
  const open = (await bench.json('promote', 'integration', 'tiers')).result
  const { result } = await bench.json('reset', 'integration', 'search', '--reason', 'loyalty is cancelled')
  expect(result).toMatchObject({ outcome: 'opened', packages: ['search'] })
  expect((await bench.json('gate', 'integration', 'tiers')).result).toMatchObject({ outcome: 'pending' })
  const number = String(result.pullRequest)
  expect((await bench.json('gate', number)).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', packages: ['search'] })
  expect(await inRemote(bench, 'rev-parse', 'env/integration^1')).toBe(tip)
  expect(await inRemote(bench, 'rev-parse', `refs/stagecoach/archive/integration/${tip}`)).toBe(tip)
  expect(await inRemote(bench, 'show', 'env/integration:prices.txt')).toBe(priced('two').trim())
  expect((await bench.json('reset', 'integration', 'search')).result).toMatchObject({ outcome: 'unchanged' })
  // Somebody's open promotion goes on where it was.
  const refreshed = (await bench.json('promote', 'integration')).result
  expect(refreshed).toMatchObject({ outcome: 'refreshed', pullRequest: open.pullRequest, packages: ['tiers'] })
  expect((await bench.json('gate', 'integration', 'tiers')).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ packages: ['search', 'tiers'] })

  expect((await bench.json('promote', 'integration', 'loyalty')).result).toMatchObject({ outcome: 'opened' })
  expect((await bench.json('gate', 'integration', 'loyalty')).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ packages: ['loyalty', 'search', 'tiers'] })
  expect(await inRemote(bench, 'show', 'env/integration:prices.txt')).toBe(priced('two euros').trim())
})

async function rest(bench: Workbench, method: string, path: string, body: unknown): Promise<void> {
  const headers = { authorization: `Bearer ${bench.token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${bench.simulator.url}/repos/acme/shop${path}`, { method, headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
}

/** Pushes a commit that Stagecoach did not make, and answers with its id. */
async function pushBeside(bench: Workbench, branch: string, file: string): Promise<string> {
  await bench.git('fetch', '--quiet', 'origin', branch)
  await bench.git('checkout', '--quiet', '--detach', 'FETCH_HEAD')
  bench.write(file, 'by hand\n')
  await bench.git('add', '-A')
  await bench.git('commit', '--quiet', '-m', `Add ${file}`)
  await bench.git('push', '--quiet', 'origin', `HEAD:${branch}`)
  const oid = await bench.git('rev-parse', 'HEAD')
  await bench.git('checkout', '--quiet', 'main')
  return oid
}

test('throws nothing away that came after its plan, until a person asks once more', { timeout: 300_000 }, async () => {
  await using bench = await openWithTwo()
  const planned = (await bench.json('reset', 'integration', 'search')).result
  const number = String(planned.pullRequest)
  expect((await bench.json('rollback', 'integration', '--reason', 'oops')).result).toMatchObject({ reason: 'paused' })

  const late = await pushBeside(bench, 'env/integration', 'late.txt')
  const kept = await bench.json('gate', number)
  expect(kept.result).toMatchObject({ outcome: 'pending' })
  expect(kept.result.message).toContain(late.slice(0, 12))
  const again = (await bench.json('reset', 'integration', 'search')).result
  expect(again).toMatchObject({ outcome: 'refreshed', pullRequest: planned.pullRequest, operation: planned.operation })
  const branch = `reset/integration/${String(planned.operation)}`

  const aside = await pushBeside(bench, branch, 'smuggled.txt')
  expect((await bench.json('gate', number)).result.message).toContain('pushed to the branch')
  await bench.json('reset', 'integration', 'search')
  expect(await inRemote(bench, 'rev-parse', `refs/stagecoach/archive/integration/${aside}`)).toBe(aside)
  expect(await inRemote(bench, 'rev-parse', `refs/stagecoach/archive/integration/${late}`)).toBe(late)

  await rest(bench, 'PATCH', `/pulls/${number}`, { base: 'main' })
  expect((await bench.json('gate', number)).result.message).toContain('wants to go to main')
  await rest(bench, 'PATCH', `/pulls/${number}`, { base: 'env/integration' })
  expect((await bench.json('gate', number)).result).toMatchObject({ outcome: 'merged' })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', packages: ['search'] })
  const files = await inRemote(bench, 'ls-tree', '-r', '--name-only', 'env/integration')
  expect(files).not.toMatch(/late|smuggled/)
})

test('takes up what a person merged by hand, with what was pushed on top of it', { timeout: 300_000 }, async () => {
  await using bench = await openWithTwo()
  const planned = (await bench.json('reset', 'integration', 'search')).result
  await rest(bench, 'PUT', `/pulls/${String(planned.pullRequest)}/merge`, { merge_method: 'squash' })
  const merge = await inRemote(bench, 'rev-parse', 'env/integration')
  await pushBeside(bench, 'env/integration', 'on-top.txt')
  expect((await bench.json('gate', String(planned.pullRequest))).result).toMatchObject({ outcome: 'merged', shas: { merge } })
  expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', packages: ['search'] })
  expect(await inRemote(bench, 'show', 'env/integration:on-top.txt')).toBe('by hand')
})

test('is given up with its pull request, and refused where nothing is disposable', { timeout: 300_000 }, async () => {
  await using bench = await openWithTwo()
  const tip = await inRemote(bench, 'rev-parse', 'env/integration')
  expect((await bench.json('reset', 'production')).result).toMatchObject({ reason: 'not-disposable' })
  const planned = (await bench.json('reset', 'integration')).result
  const number = String(planned.pullRequest)
  bench.write('.github/stagecoach.yml', shopConfig)
  await bench.git('commit', '--quiet', '-am', 'Integration is not disposable')
  await bench.git('push', '--quiet', 'origin', 'main')
  expect((await bench.json('gate', number)).result.message).toContain('not disposable any more')
  await rest(bench, 'PATCH', `/pulls/${number}`, { state: 'closed' })
  expect((await bench.json('gate', number)).result.message).toContain('given up')
  expect(await inRemote(bench, 'rev-parse', 'env/integration')).toBe(tip)
  expect(await inRemote(bench, 'for-each-ref', 'refs/heads/reset')).toBe('')
  expect((await bench.json('reset', 'integration')).result).toMatchObject({ reason: 'not-disposable' })
})

test(
  'pauses nothing for a reset that cannot be proposed, and lets another one take its place',
  { timeout: 300_000 },
  async () => {
    await using bench = await openWithTwo()
    bench.simulator.faults.add({
      on: 'POST /repos/{owner}/{repo}/pulls',
      when: 'before',
      action: {
        do: 'status',
        status: 403,
        message: 'GitHub Actions is not permitted to create or approve pull requests.',
      },
    })
    expect((await bench.run('reset', 'integration', 'search')).code).toBe(1)
    expect(await inRemote(bench, 'for-each-ref', 'refs/heads/reset')).toBe('')
    expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'unchanged' })

    const first = (await bench.json('reset', 'integration', 'search')).result
    const second = (await bench.json('reset', 'integration', 'loyalty')).result
    expect(second.pullRequest).not.toBe(first.pullRequest)
    const state = await fetch(`${bench.simulator.url}/repos/acme/shop/pulls/${String(first.pullRequest)}`, {
      headers: { authorization: `Bearer ${bench.token}` },
    })
    expect(await state.json()).toMatchObject({ state: 'closed', merged: false })
    expect((await bench.json('gate', String(first.pullRequest))).result.message).toContain('not under way any more')
    expect((await bench.json('gate', String(second.pullRequest))).result).toMatchObject({ outcome: 'merged' })
    expect((await bench.json('deploy', 'integration')).result).toMatchObject({ outcome: 'deployed', packages: ['loyalty'] })
  },
)

import { expect, test } from 'vitest'
import { createBench, runClient } from '../testing/bench.ts'

test('git speaks protocol 2, clones a part, and fetches any commit by its id', async () => {
  await using bench = await createBench()
  const first = await bench.tip('main')
  await bench.push('main', { 'big.txt': 'x'.repeat(100_000) })
  const url = bench.simulator.authenticatedGitUrl('acme/shop', bench.tokens.ada)
  const clone = ['-c', 'protocol.version=2', 'clone', '--quiet', '--bare', '--filter=blob:none', '--no-tags', url, 'partial.git']
  expect(await runClient(bench.clone, ...clone)).toMatchObject({ code: 0 })
  const missing = await runClient(`${bench.clone}/partial.git`, 'rev-list', '--objects', '--all', '--missing=print')
  expect(missing.stdout).toMatch(/^\?[0-9a-f]{40}$/m)
  await runClient(bench.clone, 'init', '--quiet', '--bare', 'one.git')
  const byId = await runClient(`${bench.clone}/one.git`, 'fetch', '--quiet', '--depth=1', url, first)
  expect(byId).toMatchObject({ code: 0 })
  const v2 = await runClient(
    bench.clone,
    '-c',
    'protocol.version=2',
    '-c',
    'core.askpass=true',
    'ls-remote',
    url,
    'refs/heads/main',
  )
  expect(v2.stdout).toBe(`${await bench.tip('main')}\trefs/heads/main\n`)
})

test('a fetch whose request is large enough to be gzipped is answered', async () => {
  await using bench = await createBench()
  // More than 1024 bytes of "have" and "want" lines make git compress its request.
  await bench.git('checkout', '--quiet', '-b', 'many', 'main')
  for (let count = 0; count < 40; count += 1) await bench.git('commit', '--quiet', '--allow-empty', '-m', `Commit ${count}`)
  const refspecs = Array.from({ length: 40 }, (_, index) => `many~${index}:refs/heads/many/${index}`)
  await bench.git('push', '--quiet', 'origin', ...refspecs)
  const url = bench.simulator.authenticatedGitUrl('acme/shop', bench.tokens.ada)
  await runClient(bench.clone, 'init', '--quiet', '--bare', 'copy.git')
  const fetched = await runClient(
    `${bench.clone}/copy.git`,
    '-c',
    'protocol.version=0',
    'fetch',
    '--quiet',
    url,
    '+refs/heads/*:refs/heads/*',
  )
  expect(fetched).toMatchObject({ code: 0 })
  expect((await runClient(`${bench.clone}/copy.git`, 'rev-parse', 'many/39')).stdout.trim()).toBe(await bench.tip('many/39'))
})

test('a push larger than the buffer of git comes in chunks and arrives whole', async () => {
  await using bench = await createBench()
  const noise = Array.from({ length: 60_000 }, (_, index) => (index * 2654435761).toString(36)).join('\n')
  await bench.git('config', 'http.postBuffer', '65536')
  const sha = await bench.push('big', { 'noise.txt': noise })
  expect(await bench.tip('big')).toBe(sha)
  expect(await bench.show('big:noise.txt')).toBe(noise)
})

test('two pushes at once: of two that build on the same tip one is refused, and both events say what happened', async () => {
  await using bench = await createBench()
  await bench.push('left', { 'l.txt': 'l\n' })
  await bench.push('right', { 'r.txt': 'r\n' })
  const both = await Promise.all(['left', 'right'].map((branch) => runClient(bench.clone, 'push', 'origin', `${branch}:ledger`)))
  const arrived = both.filter(({ code }) => code === 0)
  const pushes = bench.simulator.journal.entries.filter(({ subject }) => subject === 'ref refs/heads/ledger')
  expect(arrived.length).toBe(1)
  expect(pushes.map(({ before, after }) => [before, after])).toEqual([[undefined, await bench.tip('ledger')]])
})

test('four tags in one push raise nothing, three do', async () => {
  await using bench = await createBench()
  const push = async (...tags: readonly string[]) => {
    const before = bench.simulator.events.all.length
    await bench.git('push', '--quiet', 'origin', ...tags.map((tag) => `HEAD:refs/tags/${tag}`))
    return bench.simulator.events.all.slice(before).filter(({ name }) => name === 'push').length
  }
  expect(await push('a', 'b', 'c', 'd')).toBe(0)
  expect(await push('e', 'f', 'g')).toBe(3)
})

test('a tag push raises a push event of the tag, another namespace none', async () => {
  await using bench = await createBench()
  const before = bench.simulator.events.all.length
  await bench.git('tag', '-a', '-m', 'one', 'package/gift-cards/1.0.0')
  await bench.git('push', '--quiet', 'origin', 'package/gift-cards/1.0.0', 'HEAD:refs/stagecoach/resolutions')
  const raised = bench.simulator.events.all.slice(before)
  expect(raised.map(({ name, ref }) => `${name} ${ref}`)).toEqual([
    'push refs/tags/package/gift-cards/1.0.0',
    'create refs/tags/package/gift-cards/1.0.0',
  ])
  expect(raised[0]?.sha).toBe(await bench.tip('main'))
  const { data } = await bench
    .octokit(bench.tokens.ada)
    .git.getTag({ ...bench.repo, tag_sha: await bench.tip('refs/tags/package/gift-cards/1.0.0') })
  expect(data).toMatchObject({ tag: 'package/gift-cards/1.0.0', message: 'one', object: { type: 'commit' } })
})

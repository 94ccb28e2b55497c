import { expect, test } from 'vitest'
import { createFaults } from './faults.ts'
import { createBench, runClient } from './testing/bench.ts'

const mergeRoute = 'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge'

async function withPull() {
  const bench = await createBench()
  await bench.push('one', { 'one.txt': '1\n' })
  const noor = bench.octokit(bench.tokens.noor)
  const { data } = await noor.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One' })
  return { bench, noor, merge: () => noor.pulls.merge({ ...bench.repo, pull_number: data.number }) }
}

test('a fault before the effect leaves nothing behind, one after it leaves everything', async () => {
  const { bench, merge } = await withPull()
  await using _ = bench
  const base = await bench.tip('main')
  const status = { do: 'status', status: 502, message: 'Server Error' } as const
  const fired = bench.simulator.faults.add({ on: mergeRoute, when: 'before', action: status })
  await expect(merge()).rejects.toMatchObject({ status: 502 })
  expect(await bench.tip('main')).toBe(base)
  expect(fired()).toBe(1)
  bench.simulator.faults.add({ on: mergeRoute, when: 'after', action: status })
  await expect(merge()).rejects.toMatchObject({ status: 502 })
  expect(await bench.tip('main^1')).toBe(base)
})

test('the base branch can move between the question and the merge, once', async () => {
  const { bench, merge } = await withPull()
  await using _ = bench
  const message = 'Base branch was modified. Review and try the merge again.'
  bench.simulator.faults.add({ on: mergeRoute, when: 'before', action: { do: 'status', status: 405, message } })
  await expect(merge()).rejects.toMatchObject({ status: 405, message: expect.stringContaining(message) })
  expect((await merge()).data.merged).toBe(true)
})

test('a dropped socket ends the request without an answer, and the log has it as status 0', async () => {
  const { bench, merge } = await withPull()
  await using _ = bench
  bench.simulator.faults.add({ on: mergeRoute, when: 'after', action: { do: 'drop' } })
  await expect(merge()).rejects.toThrow()
  expect(bench.simulator.requests.all.at(-1)).toMatchObject({ route: mergeRoute, status: 0 })
  expect(await bench.tip('main^2')).toBe(await bench.tip('one'))
})

test('a stale read answers what was so before the last change', async () => {
  const { bench, noor } = await withPull()
  await using _ = bench
  const read = async () => (await noor.git.getRef({ ...bench.repo, ref: 'heads/one' })).data.object.sha
  const old = await read()
  const next = await bench.push('one', { 'one.txt': '2\n' })
  bench.simulator.faults.add({ on: 'GET /repos/{owner}/{repo}/git/ref/{ref}', when: 'before', action: { do: 'stale' }, times: 2 })
  expect(await read()).toBe(old)
  expect(await read()).toBe(old)
  expect(await read()).toBe(next)
})

test('a push can be killed before and after its effect, and the run whose token pushed is the one that dies', async () => {
  const { bench } = await withPull()
  await using _ = bench
  const killed: number[] = []
  const host = { token: bench.jobToken({ contents: 'write' }) }
  const url = bench.simulator.authenticatedGitUrl('acme/shop', host.token)
  // Here nobody dies with the run, so libcurl asks again on a fresh connection when the old one was cut: every answer is cut.
  const call = { do: 'call', call: ({ who }: { who: { runId?: number } }) => void killed.push(who.runId ?? 0) } as const
  bench.simulator.faults.add({ on: 'git receive-pack', when: 'before', action: call })
  bench.simulator.faults.add({ on: 'git receive-pack', when: 'before', action: { do: 'kill-run' }, times: 9 })
  expect((await runClient(bench.clone, 'push', url, 'one:x')).code).not.toBe(0)
  expect(await bench.tip('refs/heads/x')).toBe('')
  expect(killed).toEqual([bench.simulator.runs[0]?.id])
  bench.simulator.faults.clear()
  bench.simulator.faults.add({ on: 'git receive-pack', when: 'after', action: { do: 'kill-run' }, times: 9 })
  expect((await runClient(bench.clone, 'push', url, 'one:x')).code).not.toBe(0)
  expect(await bench.tip('refs/heads/x')).toBe(await bench.tip('one'))
})

test('a fault fires at its nth match, so many times, and only where it matches', () => {
  const faults = createFaults()
  const context = {
    route: 'r',
    path: '/',
    who: { login: 'x', kind: 'user' },
    when: 'before',
    body: undefined,
    killRun() {},
  } as const
  faults.add({ on: 'write', when: 'before', nth: 2, times: 2, action: { do: 'drop' } })
  const hits = [1, 2, 3, 4].map(() => faults.due(context, true).length)
  expect(hits).toEqual([0, 1, 1, 0])
  expect(faults.due(context, false)).toEqual([])
  expect(faults.due({ ...context, when: 'after' }, true)).toEqual([])
})

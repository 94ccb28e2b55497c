import { expect, test } from 'vitest'
import { createBench } from '../testing/bench.ts'
import { scriptedRunner } from '../testing/scripted-runner.ts'

test('the overview shows repositories, open pull requests with their comments, and runs, all text escaped', async () => {
  await using bench = await createBench({ runner: scriptedRunner(async () => 'success') })
  await bench.push('one', { 'one.txt': '1\n' })
  const mira = bench.octokit(bench.tokens.mira)
  await mira.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'Bring <script>' })
  await mira.issues.createComment({ ...bench.repo, issue_number: 1, body: 'Waits for <b>noor</b>' })
  await bench.simulator.settle()
  const text = await (await fetch(bench.simulator.url, { headers: { accept: 'text/html' } })).text()
  expect(text).toContain('<h2>acme/shop</h2>')
  expect(text).toContain('Bring &lt;script&gt;')
  expect(text).toContain('Waits for &lt;b&gt;noor&lt;/b&gt;')
  expect(text).toContain('class="success"')
  const [run] = bench.simulator.runs
  const page = await (
    await fetch(`${bench.simulator.url}/acme/shop/actions/runs/${run?.id}`, { headers: { accept: 'text/html' } })
  ).text()
  expect(page).toContain('--- build ---\nhello')
})

test('people at this machine move the clock, let everything run and read logs; other sites do not', async () => {
  await using bench = await createBench({ clock: 'standing', runner: scriptedRunner(async () => 'success') })
  const call = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${bench.simulator.url}/_simulator/${path}`, init)
    return { status: response.status, text: await response.text() }
  }
  expect((await call('clock', { method: 'POST', body: '{"advance":"24h"}' })).text).toBe('{"now":"2026-11-21T09:00:00Z"}')
  expect((await call('clock', { method: 'POST', body: '{"advance":"soon"}' })).status).toBe(422)
  await call('settle', { method: 'POST' })
  const { runs } = JSON.parse((await call('runs')).text) as { runs: { id: number; conclusion: string }[] }
  expect(runs).toMatchObject([{ conclusion: 'success' }, { conclusion: 'success' }])
  expect((await call(`runs/${runs[0]?.id}/log`)).text).toBe('--- build ---\nhello\n')
  expect((await call('runs', { headers: { origin: 'https://evil.example' } })).status).toBe(403)
})

import { expect, test } from 'vitest'
import { createBench } from './testing/bench.ts'

test('approvals go when the head moves, where the protection says so', async () => {
  await using bench = await createBench()
  bench.simulator.protectBranch('acme/shop', 'main', { requiredApprovals: 1, dismissStaleReviews: true, enforceAdmins: true })
  const [mira, noor] = [bench.octokit(bench.tokens.mira), bench.octokit(bench.tokens.noor)]
  await bench.push('one', { 'one.txt': '1\n' })
  await mira.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One' })
  const at = { ...bench.repo, pull_number: 1 }
  await noor.pulls.createReview({ ...at, event: 'APPROVE' })
  await bench.push('one', { 'one.txt': '2\n' })
  expect((await mira.pulls.listReviews(at)).data.map(({ state }) => state)).toEqual(['DISMISSED'])
  await expect(mira.pulls.merge(at)).rejects.toMatchObject({ status: 405 })
})

test('a commit that asks to be skipped starts nothing', async () => {
  await using bench = await createBench()
  const before = bench.simulator.events.all.length
  await bench.git('commit', '--quiet', '--allow-empty', '-m', 'Fix a typo [skip ci]')
  await bench.git('push', '--quiet', 'origin', 'main')
  expect(bench.simulator.events.all.length).toBe(before)
  expect(bench.simulator.journal.entries.at(-1)).toMatchObject({ after: { silent: 'the commit asks to be skipped' } })
})

test('a comment longer than 65536 characters is refused', async () => {
  await using bench = await createBench()
  const mira = bench.octokit(bench.tokens.mira)
  await bench.push('one', { 'one.txt': '1\n' })
  await mira.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One' })
  const comment = (length: number) => mira.issues.createComment({ ...bench.repo, issue_number: 1, body: 'x'.repeat(length) })
  await expect(comment(65_537)).rejects.toMatchObject({ status: 422, message: expect.stringContaining('maximum is 65536') })
  expect((await comment(65_536)).status).toBe(201)
})

test('a public repository is read without a token and with a poor one, and written with neither', async () => {
  await using bench = await createBench({}, { private: false })
  const url = `${bench.simulator.url}/repos/acme/shop/pulls`
  expect((await fetch(url)).status).toBe(200)
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401)
  const poor = bench.octokit(bench.jobToken({}))
  expect((await poor.pulls.list(bench.repo)).data).toEqual([])
  await expect(poor.issues.createLabel({ ...bench.repo, name: 'x' })).rejects.toMatchObject({ status: 403 })
})

test('a skipped check of the required name lets a pull request merge', async () => {
  await using bench = await createBench()
  bench.simulator.protectBranch('acme/shop', 'main', { requiredStatuses: [{ context: 'ci' }], enforceAdmins: true })
  const sha = await bench.push('one', { 'one.txt': '1\n' })
  const mira = bench.octokit(bench.tokens.mira)
  await mira.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One' })
  const job = bench.octokit(bench.jobToken({ checks: 'write' }))
  const check = await job.checks.create({ ...bench.repo, head_sha: sha, name: 'ci' })
  await expect(mira.pulls.merge({ ...bench.repo, pull_number: 1 })).rejects.toThrow('Required status check "ci" is pending.')
  await job.checks.update({ ...bench.repo, check_run_id: check.data.id, conclusion: 'skipped' })
  expect((await mira.pulls.merge({ ...bench.repo, pull_number: 1 })).data.merged).toBe(true)
})

test('nobody in particular gets sixty requests an hour, and the hour passes with the clock', async () => {
  await using bench = await createBench({ clock: 'standing' }, { private: false })
  const ask = async () => (await fetch(`${bench.simulator.url}/repos/acme/shop`)).status
  const answers: number[] = []
  for (let count = 0; count < 61; count += 1) answers.push(await ask())
  expect([answers[59], answers[60]]).toEqual([200, 403])
  bench.simulator.clock.advance('1h')
  expect(await ask()).toBe(200)
})

test('names that mean to climb out, or to be options, are names like any other', async () => {
  await using bench = await createBench()
  const mira = bench.octokit(bench.tokens.mira)
  for (const name of ['../../etc', '--upload-pack=touch', 'a b', 'x\u0000y']) {
    await expect(mira.repos.getBranch({ ...bench.repo, branch: name })).rejects.toMatchObject({ status: 404 })
    await expect(mira.git.getRef({ ...bench.repo, ref: `heads/${name}` })).rejects.toMatchObject({ status: 404 })
    await expect(mira.repos.getCommit({ ...bench.repo, ref: name })).rejects.toMatchObject({ status: expect.any(Number) })
  }
  const branch = 'feature/$(touch-x)-größe'
  const sha = await bench.push(branch, { 'x.txt': 'x\n' })
  expect((await mira.repos.getBranch({ ...bench.repo, branch })).data.commit.sha).toBe(sha)
})

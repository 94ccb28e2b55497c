import { expect, test } from 'vitest'
import { createBench, runClient } from './testing/bench.ts'
import type { Bench } from './testing/bench.ts'

async function opened(bench: Bench, branch: string, files: Record<string, string>, base = 'main') {
  await bench.push(branch, files)
  const { data } = await bench
    .octokit(bench.tokens.mira)
    .pulls.create({ ...bench.repo, head: branch, base, title: `Bring ${branch}` })
  return data
}

test('a branch is pushed, opened, reviewed, checked and merged, and the bare repository holds the merge commit', async () => {
  await using bench = await createBench()
  const mira = bench.octokit(bench.tokens.mira)
  const noor = bench.octokit(bench.tokens.noor)
  const base = await bench.tip('main')
  const pull = await opened(bench, 'gift-cards', { 'gift.txt': 'one\n' })
  const at = { ...bench.repo, pull_number: pull.number }
  expect(pull).toMatchObject({
    number: 1,
    state: 'open',
    draft: false,
    mergeable: true,
    mergeable_state: 'clean',
    user: { login: 'mira' },
  })
  expect(await bench.tip('refs/pull/1/head')).toBe(pull.head.sha)
  expect(await bench.show('refs/pull/1/merge:gift.txt')).toBe('one\n')

  await noor.pulls.createReview({ ...at, event: 'APPROVE', body: 'Good.' })
  await mira.repos.createCommitStatus({ ...bench.repo, sha: pull.head.sha, state: 'success', context: 'ci' })
  const reviews = await mira.pulls.listReviews(at)
  expect(reviews.data).toMatchObject([{ state: 'APPROVED', user: { login: 'noor' }, commit_id: pull.head.sha }])
  expect((await mira.repos.getCombinedStatusForRef({ ...bench.repo, ref: 'gift-cards' })).data.state).toBe('success')

  const merged = await noor.pulls.merge({ ...at, sha: pull.head.sha })
  expect(await bench.tip('main')).toBe(merged.data.sha)
  expect(await bench.tip('main^1')).toBe(base)
  expect(await bench.tip('main^2')).toBe(pull.head.sha)
  const head = await bench.git('--git-dir', bench.bare, 'log', '-1', '--format=%an|%cn|%ce|%s|%b', 'main')
  expect(head).toBe('noor|GitHub|noreply@github.com|Merge pull request #1 from acme/gift-cards|Bring gift-cards')
  const after = (await mira.pulls.get(at)).data
  expect(after).toMatchObject({ state: 'closed', merged: true, merge_commit_sha: merged.data.sha, merged_by: { login: 'noor' } })
})

test('a merge keeps what the base branch got since the branch left it', async () => {
  await using bench = await createBench()
  const pull = await opened(bench, 'feature', { 'feature.txt': 'f\n' })
  await bench.push('main', { 'main.txt': 'm\n' })
  await bench.octokit(bench.tokens.mira).pulls.merge({ ...bench.repo, pull_number: pull.number })
  expect(await bench.show('main:main.txt')).toBe('m\n')
  expect(await bench.show('main:feature.txt')).toBe('f\n')
})

test('squash makes one commit by the author of the pull request, rebase replays each commit', async () => {
  await using bench = await createBench()
  const noor = bench.octokit(bench.tokens.noor)
  const one = await opened(bench, 'one', { 'one.txt': '1\n' })
  await bench.push('one', { 'two.txt': '2\n' })
  const before = await bench.tip('main')
  await noor.pulls.merge({ ...bench.repo, pull_number: one.number, merge_method: 'squash' })
  expect(await bench.git('--git-dir', bench.bare, 'log', '--format=%an|%s', `${before}..main`)).toBe('Mira|Bring one (#1)')

  const two = await opened(bench, 'two', { 'three.txt': '3\n' })
  await bench.push('two', { 'four.txt': '4\n' })
  const squashed = await bench.tip('main')
  await noor.pulls.merge({ ...bench.repo, pull_number: two.number, merge_method: 'rebase' })
  const replayed = await bench.git('--git-dir', bench.bare, 'log', '--format=%an|%s', `${squashed}..main`)
  expect(replayed.split('\n')).toEqual(['Mira|Change four.txt', 'Mira|Change three.txt'])
  expect(await bench.show('main:one.txt')).toBe('1\n')
})

test('a conflict, a draft, a moved head and a forbidden method each refuse the merge in their own words', async () => {
  await using bench = await createBench({}, { allowSquashMerge: false })
  const mira = bench.octokit(bench.tokens.mira)
  const left = await opened(bench, 'left', { 'price.txt': 'left\n' })
  const right = await opened(bench, 'right', { 'price.txt': 'right\n' })
  await mira.pulls.merge({ ...bench.repo, pull_number: left.number })
  const conflicted = { ...bench.repo, pull_number: right.number }
  expect((await mira.pulls.get(conflicted)).data).toMatchObject({ mergeable: false, mergeable_state: 'dirty' })
  const tip = await bench.tip('main')
  await expect(mira.pulls.merge(conflicted)).rejects.toMatchObject({
    status: 405,
    message: expect.stringMatching(/^Pull Request is not mergeable/),
  })
  await expect(mira.pulls.merge({ ...conflicted, sha: tip })).rejects.toMatchObject({
    status: 409,
    message: expect.stringMatching(/^Head branch was modified/),
  })
  await expect(mira.pulls.merge({ ...conflicted, merge_method: 'squash' })).rejects.toMatchObject({
    status: 405,
    message: expect.stringMatching(/^Squash merges are not allowed/),
  })
  expect(await bench.tip('main')).toBe(tip)

  await bench.push('right', { 'other.txt': 'x\n' })
  const draft = await mira.graphql<{ convertPullRequestToDraft: { pullRequest: { isDraft: boolean } } }>(
    'mutation($id: ID!) { convertPullRequestToDraft(input: { pullRequestId: $id }) { pullRequest { isDraft } } }',
    { id: right.node_id },
  )
  expect(draft).toEqual({ convertPullRequestToDraft: { pullRequest: { isDraft: true } } })
  await expect(mira.pulls.merge(conflicted)).rejects.toMatchObject({
    status: 405,
    message: expect.stringMatching(/still a draft/),
  })
})

test('a push moves the head of the pull request, a deleted branch closes it, a pushed merge merges it', async () => {
  await using bench = await createBench()
  const mira = bench.octokit(bench.tokens.mira)
  const one = await opened(bench, 'one', { 'one.txt': '1\n' })
  const next = await bench.push('one', { 'one.txt': '2\n' })
  expect((await mira.pulls.get({ ...bench.repo, pull_number: one.number })).data.head.sha).toBe(next)
  expect(await bench.tip('refs/pull/1/head')).toBe(next)
  expect(await bench.show('refs/pull/1/merge:one.txt')).toBe('2\n')
  const events = bench.simulator.events.all.filter(({ name }) => name === 'pull_request').map(({ action }) => action)
  expect(events).toEqual(['opened', 'synchronize'])
  await bench.git('push', '--quiet', 'origin', ':one')
  expect((await mira.pulls.get({ ...bench.repo, pull_number: one.number })).data).toMatchObject({
    state: 'closed',
    merged: false,
  })

  const two = await opened(bench, 'two', { 'two.txt': '2\n' })
  await bench.git('push', '--quiet', 'origin', 'two:main')
  expect((await mira.pulls.get({ ...bench.repo, pull_number: two.number })).data).toMatchObject({ state: 'closed', merged: true })
})

test('opening is refused without commits, twice, and for unknown branches', async () => {
  await using bench = await createBench()
  const mira = bench.octokit(bench.tokens.mira)
  await opened(bench, 'one', { 'one.txt': '1\n' })
  const draft = { ...bench.repo, base: 'main', title: 'Again' }
  await expect(mira.pulls.create({ ...draft, head: 'one' })).rejects.toThrow('A pull request already exists for acme:one.')
  await bench.git('push', '--quiet', 'origin', 'main:empty')
  await expect(mira.pulls.create({ ...draft, head: 'empty' })).rejects.toThrow('No commits between main and empty')
  await expect(mira.pulls.create({ ...draft, head: 'nowhere' })).rejects.toMatchObject({
    status: 422,
    message: expect.stringMatching(/"field":"head"/),
  })
})

test('an author cannot approve the own pull request, and only the newest verdict of a reviewer counts', async () => {
  await using bench = await createBench()
  const pull = await opened(bench, 'one', { 'one.txt': '1\n' })
  const at = { ...bench.repo, pull_number: pull.number }
  await expect(bench.octokit(bench.tokens.mira).pulls.createReview({ ...at, event: 'APPROVE' })).rejects.toThrow(
    'Can not approve your own pull request',
  )
  bench.simulator.protectBranch('acme/shop', 'main', { requiredApprovals: 1, enforceAdmins: true })
  const noor = bench.octokit(bench.tokens.noor)
  const merge = () => noor.pulls.merge(at)
  await expect(merge()).rejects.toThrow('At least 1 approving review is required by reviewers with write access.')
  await bench.octokit(bench.tokens.ada).pulls.createReview({ ...at, event: 'APPROVE' })
  await expect(merge()).rejects.toThrow('At least 1 approving review')
  await noor.pulls.createReview({ ...at, event: 'APPROVE' })
  await noor.pulls.createReview({ ...at, event: 'COMMENT', body: 'Nice.' })
  await noor.pulls.createReview({ ...at, event: 'REQUEST_CHANGES', body: 'Wait.' })
  await expect(merge()).rejects.toThrow('At least 1 approving review')
  const { data } = await noor.pulls.createReview({ ...at, event: 'APPROVE' })
  await noor.pulls.dismissReview({ ...at, review_id: data.id, message: 'Too early.' })
  await expect(merge()).rejects.toThrow('At least 1 approving review')
  await noor.pulls.createReview({ ...at, event: 'APPROVE' })
  expect((await merge()).status).toBe(200)
})

test('with lazy mergeability the first look after a move says null, the second knows', async () => {
  await using bench = await createBench({ mergeability: 'lazy' })
  const pull = await opened(bench, 'one', { 'one.txt': '1\n' })
  expect(pull).toMatchObject({ mergeable: null, mergeable_state: 'unknown' })
  const read = async () => (await bench.octokit(bench.tokens.mira).pulls.get({ ...bench.repo, pull_number: 1 })).data.mergeable
  expect(await read()).toBe(true)
  await bench.push('one', { 'one.txt': '2\n' })
  expect([await read(), await read()]).toEqual([null, true])
})

test('git sees the pull request refs, and nobody may push them', async () => {
  await using bench = await createBench()
  const pull = await opened(bench, 'one', { 'one.txt': '1\n' })
  await bench.git('fetch', '--quiet', 'origin', 'refs/pull/1/head')
  expect(await bench.git('rev-parse', 'FETCH_HEAD')).toBe(pull.head.sha)
  const refused = await runClient(bench.clone, 'push', 'origin', 'main:refs/pull/1/head')
  expect(refused.stderr).toContain('deny updating a hidden ref')
})

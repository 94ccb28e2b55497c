import { expect, test } from 'vitest'
import { createBench, runClient } from './testing/bench.ts'

test('a protected branch refuses a push with GH006 and takes the other refs of the same push', async () => {
  await using bench = await createBench()
  bench.simulator.protectBranch('acme/shop', 'main', {
    requirePullRequest: true,
    enforceAdmins: true,
    requiredStatuses: [{ context: 'ci' }],
  })
  const before = await bench.tip('main')
  await bench.push('side', { 'a.txt': 'a\n' })
  const refused = await runClient(bench.clone, 'push', 'origin', 'side:main', 'side:other')
  expect(refused.stderr).toContain('remote: error: GH006: Protected branch update failed for refs/heads/main.')
  expect(refused.stderr).toContain('- Changes must be made through a pull request.')
  expect(refused.stderr).toContain('- Required status check "ci" is expected.')
  expect(refused.stderr).toMatch(/! \[remote rejected\] side -> main \(protected branch hook declined\)/)
  expect(await bench.tip('main')).toBe(before)
  expect(await bench.tip('other')).toBe(await bench.tip('side'))

  const atomic = await runClient(bench.clone, 'push', '--atomic', 'origin', 'side:main', 'side:third')
  expect(atomic.code).not.toBe(0)
  expect(await bench.tip('refs/heads/third')).toBe('')
})

test('force pushes and deletions of a protected branch are refused, of the default branch also without protection', async () => {
  await using bench = await createBench()
  const { simulator } = bench
  await bench.push('env/qa', { 'a.txt': 'a\n' })
  simulator.protectBranch('acme/shop', 'env/*', { enforceAdmins: true })
  const forced = await runClient(bench.clone, 'push', '--force', 'origin', 'main:env/qa')
  expect(forced.stderr).toContain('- Cannot force-push to this branch')
  expect((await runClient(bench.clone, 'push', 'origin', ':env/qa')).stderr).toContain('- Cannot delete this branch')
  expect((await runClient(bench.clone, 'push', 'origin', ':main')).stderr).toContain('refusing to delete the current branch')
  simulator.protectBranch('acme/shop', 'env/*', { enforceAdmins: true, allowForcePushes: true })
  expect((await runClient(bench.clone, 'push', '--force', 'origin', 'main:env/qa')).code).toBe(0)
})

test('who may push directly passes, others do not, by git and by REST', async () => {
  await using bench = await createBench()
  bench.simulator.protectBranch('acme/shop', 'stagecoach/ledger', { pushAllowances: ['stagecoach'], enforceAdmins: true })
  const app = bench.simulator.addInstallation('acme/shop', 'stagecoach', { contents: 'write' })
  const url = (token: string) => bench.simulator.authenticatedGitUrl('acme/shop', token)
  const stranger = await runClient(bench.clone, 'push', url(bench.tokens.noor), 'main:stagecoach/ledger')
  expect(stranger.stderr).toContain("- You're not authorized to push to this branch.")
  expect((await runClient(bench.clone, 'push', url(app), 'main:stagecoach/ledger')).code).toBe(0)
  const next = await bench.push('next', { 'a.txt': 'a\n' })
  const update = { ...bench.repo, ref: 'heads/stagecoach/ledger', sha: next }
  await expect(bench.octokit(bench.tokens.noor).git.updateRef(update)).rejects.toMatchObject({ status: 422 })
  expect((await bench.octokit(app).git.updateRef(update)).data.object.sha).toBe(next)
})

test('a required status counts only from the App that is named, and only on the head', async () => {
  await using bench = await createBench()
  const app = bench.simulator.addInstallation('acme/shop', 'stagecoach', { statuses: 'write', contents: 'write' })
  bench.simulator.protectBranch('acme/shop', 'main', {
    requiredStatuses: [{ context: 'gate', app: 'stagecoach' }],
    enforceAdmins: true,
  })
  const noor = bench.octokit(bench.tokens.noor)
  const sha = await bench.push('one', { 'one.txt': '1\n' })
  const { data } = await noor.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One' })
  const merge = () => noor.pulls.merge({ ...bench.repo, pull_number: data.number })
  const status = { ...bench.repo, sha, state: 'success', context: 'gate' } as const
  await noor.repos.createCommitStatus(status)
  await expect(merge()).rejects.toMatchObject({
    status: 405,
    message: expect.stringContaining('Required status check "gate" is expected.'),
  })
  expect((await noor.pulls.get({ ...bench.repo, pull_number: 1 })).data.mergeable_state).toBe('blocked')
  await bench.octokit(app).repos.createCommitStatus({ ...status, state: 'pending' })
  await expect(merge()).rejects.toThrow('Required status check "gate" is pending.')
  await bench.octokit(app).repos.createCommitStatus(status)
  await bench.push('one', { 'one.txt': '2\n' })
  await expect(merge()).rejects.toThrow('is expected')
  await bench.octokit(app).repos.createCommitStatus({ ...status, sha: await bench.tip('one') })
  expect((await merge()).data.merged).toBe(true)
})

test('who may push is bound by required statuses all the same, and nobody else merges', async () => {
  await using bench = await createBench()
  const app = bench.simulator.addInstallation('acme/shop', 'stagecoach', {
    statuses: 'write',
    contents: 'write',
    'pull-requests': 'write',
  })
  bench.simulator.protectBranch('acme/shop', 'main', {
    pushAllowances: ['stagecoach'],
    requiredStatuses: [{ context: 'gate/main', app: 'stagecoach' }],
    enforceAdmins: true,
  })
  const [noor, bot] = [bench.octokit(bench.tokens.noor), bench.octokit(app)]
  const sha = await bench.push('one', { 'one.txt': '1\n' })
  const url = bench.simulator.authenticatedGitUrl('acme/shop', app)
  const pushed = await runClient(bench.clone, 'push', url, 'one:main')
  expect(pushed.stderr).toContain('- Required status check "gate/main" is expected.')
  const { data } = await noor.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One' })
  const merge = (by: typeof noor) => by.pulls.merge({ ...bench.repo, pull_number: data.number })
  await bot.repos.createCommitStatus({ ...bench.repo, sha, state: 'success', context: 'gate/qa' })
  await expect(merge(bot)).rejects.toThrow('Required status check "gate/main" is expected.')
  await bot.repos.createCommitStatus({ ...bench.repo, sha, state: 'success', context: 'gate/main' })
  await expect(merge(noor)).rejects.toThrow("You're not authorized to push to this branch.")
  expect((await merge(bot)).data.merged).toBe(true)
})

test('protection is set, read, seen as rules and taken away through REST, by admins only', async () => {
  await using bench = await createBench()
  const mira = bench.octokit(bench.tokens.mira)
  const at = { ...bench.repo, branch: 'main' }
  await expect(mira.repos.getBranchProtection(at)).rejects.toMatchObject({
    status: 404,
    message: expect.stringContaining('Branch not protected'),
  })
  await mira.repos.updateBranchProtection({
    ...at,
    required_status_checks: { strict: true, contexts: [], checks: [{ context: 'gate', app_id: 15368 }] },
    enforce_admins: true,
    required_pull_request_reviews: { required_approving_review_count: 2, dismiss_stale_reviews: true },
    restrictions: null,
  })
  expect((await mira.repos.getBranchProtection(at)).data).toMatchObject({
    required_status_checks: { strict: true, checks: [{ context: 'gate', app_id: 15368 }] },
    enforce_admins: { enabled: true },
    required_pull_request_reviews: { required_approving_review_count: 2 },
  })
  const rules = await mira.repos.getBranchRules(at)
  expect(rules.data.map(({ type }) => type)).toEqual(['deletion', 'non_fast_forward', 'pull_request', 'required_status_checks'])
  expect((await mira.repos.getBranch(at)).data.protected).toBe(true)
  await expect(bench.octokit(bench.tokens.noor).repos.deleteBranchProtection(at)).rejects.toMatchObject({ status: 403 })
  await mira.repos.deleteBranchProtection(at)
  expect((await mira.repos.getBranchRules(at)).data).toEqual([])
})

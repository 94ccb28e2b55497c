import { expect, test } from 'vitest'
import { createBench } from './testing/bench.ts'

test('refs are read by name and prefix, made, moved forward, forced and deleted, each with its own refusal', async () => {
  await using bench = await createBench()
  const { git } = bench.octokit(bench.tokens.noor)
  const first = await bench.tip('main')
  const next = await bench.push('next', { 'a.txt': 'a\n' })
  const at = { ...bench.repo, ref: 'heads/env/qa' }
  await git.createRef({ ...bench.repo, ref: 'refs/heads/env/qa', sha: first })
  await git.createRef({ ...bench.repo, ref: 'refs/heads/env-other', sha: first })
  expect((await git.getRef(at)).data).toMatchObject({ ref: 'refs/heads/env/qa', object: { sha: first, type: 'commit' } })
  const prefixed = await git.listMatchingRefs({ ...bench.repo, ref: 'heads/env' })
  expect(prefixed.data.map(({ ref }) => ref)).toEqual(['refs/heads/env-other', 'refs/heads/env/qa'])
  expect((await git.listMatchingRefs({ ...bench.repo, ref: 'heads/nothing' })).data).toEqual([])
  await git.updateRef({ ...at, sha: next })
  await expect(git.updateRef({ ...at, sha: first })).rejects.toThrow('Update is not a fast forward')
  await git.updateRef({ ...at, sha: first, force: true })
  expect(await bench.tip('env/qa')).toBe(first)
  await expect(git.createRef({ ...bench.repo, ref: 'refs/heads/env/qa', sha: first })).rejects.toThrow('Reference already exists')
  await expect(git.createRef({ ...bench.repo, ref: 'refs/heads/x', sha: 'b'.repeat(40) })).rejects.toThrow(
    'Object does not exist',
  )
  await git.deleteRef(at)
  await expect(git.deleteRef(at)).rejects.toThrow('Reference does not exist')
  await expect(git.deleteRef({ ...bench.repo, ref: 'heads/main' })).rejects.toMatchObject({ status: 422 })
  await expect(git.getRef(at)).rejects.toMatchObject({ status: 404 })
})

test('a commit made of blobs and trees through REST is a real commit in the bare repository', async () => {
  await using bench = await createBench()
  const { git } = bench.octokit(bench.tokens.noor)
  const parent = (await git.getCommit({ ...bench.repo, commit_sha: await bench.tip('main') })).data
  const blob = await git.createBlob({ ...bench.repo, content: Buffer.from('bytes').toString('base64'), encoding: 'base64' })
  const tree = await git.createTree({
    ...bench.repo,
    base_tree: parent.tree.sha,
    tree: [
      { path: 'deep/file.txt', mode: '100644', type: 'blob', sha: blob.data.sha },
      { path: 'README.md', mode: '100644', type: 'blob', sha: null },
    ],
  })
  const commit = await git.createCommit({ ...bench.repo, message: 'Made by hand', tree: tree.data.sha, parents: [parent.sha] })
  await git.createRef({ ...bench.repo, ref: 'refs/heads/hand', sha: commit.data.sha })
  expect(await bench.show('hand:deep/file.txt')).toBe('bytes')
  expect(await bench.tip('hand:README.md')).toBe('')
  const listed = await git.getTree({ ...bench.repo, tree_sha: tree.data.sha, recursive: 'true' })
  expect(listed.data.tree.map(({ path }) => path)).toContain('deep/file.txt')
  const read = await git.getBlob({ ...bench.repo, file_sha: blob.data.sha })
  expect(Buffer.from(read.data.content, 'base64').toString()).toBe('bytes')
})

test('a comparison names ahead, behind, files and the people behind the addresses of the commits', async () => {
  await using bench = await createBench()
  await bench.push('one', { 'one.txt': '1\n', 'README.md': 'shop, changed\n' })
  await bench.push('main', { 'main.txt': 'm\n' })
  const { data } = await bench
    .octokit(bench.tokens.ada)
    .repos.compareCommitsWithBasehead({ ...bench.repo, basehead: 'main...one' })
  expect(data).toMatchObject({ status: 'diverged', ahead_by: 1, behind_by: 1, total_commits: 1 })
  expect(data.commits[0]?.author).toMatchObject({ login: 'mira' })
  expect(data.files?.map(({ filename, status, additions, deletions }) => [filename, status, additions, deletions])).toEqual([
    ['README.md', 'modified', 1, 1],
    ['one.txt', 'added', 1, 0],
  ])
  expect(data.files?.[1]?.patch).toBe('@@ -0,0 +1 @@\n+1')
})

test('contents are a file, a folder or 404, at any ref', async () => {
  await using bench = await createBench()
  await bench.push('one', { 'docs/ä b.md': 'words\n' })
  const { repos } = bench.octokit(bench.tokens.ada)
  const file = (await repos.getContent({ ...bench.repo, path: 'docs/ä b.md', ref: 'one' })).data
  expect('content' in file && Buffer.from(file.content, 'base64').toString()).toBe('words\n')
  const folder = (await repos.getContent({ ...bench.repo, path: '', ref: 'one' })).data
  expect(Array.isArray(folder) && folder.map(({ name, type }) => `${type} ${name}`)).toEqual([
    'dir .github',
    'file README.md',
    'dir docs',
  ])
  await expect(repos.getContent({ ...bench.repo, path: 'docs' })).rejects.toMatchObject({ status: 404 })
})

test('lists come in pages with links by the number of the repository, and octokit collects them', async () => {
  await using bench = await createBench({ pageSizeCap: 2 })
  const mira = bench.octokit(bench.tokens.mira)
  await bench.push('one', { 'one.txt': '1\n' })
  await mira.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One' })
  const at = { ...bench.repo, issue_number: 1 }
  for (const body of ['a', 'b', 'c', 'd', 'e']) await mira.issues.createComment({ ...at, body })
  const first = await mira.issues.listComments({ ...at, per_page: 100 })
  expect(first.data.length).toBe(2)
  expect(first.headers.link).toMatch(
    /^<http:\/\/127\.0\.0\.1:\d+\/repositories\/\d+\/issues\/1\/comments\?per_page=100&page=2>; rel="next"/,
  )
  const all = await mira.paginate(mira.issues.listComments, { ...at, per_page: 100 })
  expect(all.map(({ body }) => body)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('pull requests are filtered by state, base and owner:head', async () => {
  await using bench = await createBench()
  const mira = bench.octokit(bench.tokens.mira)
  await bench.git('push', '--quiet', 'origin', 'main:env/qa')
  for (const branch of ['one', 'two']) {
    await bench.push(branch, { [`${branch}.txt`]: '1\n' })
    for (const base of ['main', 'env/qa'])
      await mira.pulls.create({ ...bench.repo, head: branch, base, title: `${branch} to ${base}` })
  }
  await mira.pulls.update({ ...bench.repo, pull_number: 1, state: 'closed' })
  const titles = async (filter: object) => (await mira.pulls.list({ ...bench.repo, ...filter })).data.map(({ title }) => title)
  expect(await titles({ base: 'env/qa' })).toEqual(['two to env/qa', 'one to env/qa'])
  expect(await titles({ head: 'acme:one' })).toEqual(['one to env/qa'])
  expect(await titles({ head: 'acme:one', state: 'all' })).toEqual(['one to env/qa', 'one to main'])
  expect(await titles({ state: 'closed' })).toEqual(['one to main'])
})

test('a token sees roles, teams and itself as far as GitHub lets it', async () => {
  await using bench = await createBench()
  const noor = bench.octokit(bench.tokens.noor)
  const permission = async (username: string) =>
    (await noor.repos.getCollaboratorPermissionLevel({ ...bench.repo, username })).data.permission
  expect([await permission('mira'), await permission('noor'), await permission('ada'), await permission('rex')]).toEqual([
    'admin',
    'write',
    'read',
    'none',
  ])
  const dba = { org: 'acme', team_slug: 'dba' }
  expect((await noor.teams.listMembersInOrg(dba)).data.map(({ login }) => login)).toEqual(['noor'])
  expect((await noor.teams.getMembershipForUserInOrg({ ...dba, username: 'noor' })).data.state).toBe('active')
  await expect(noor.teams.getMembershipForUserInOrg({ ...dba, username: 'ada' })).rejects.toMatchObject({ status: 404 })
  await expect(bench.octokit(bench.tokens.rex).teams.getByName(dba)).rejects.toMatchObject({ status: 404 })
  expect((await noor.users.getAuthenticated()).data.login).toBe('noor')
  await expect(bench.octokit(bench.jobToken({})).users.getAuthenticated()).rejects.toMatchObject({ status: 403 })
})

test('an unchanged read answers 304 to its ETag, and the Date header is the time of the simulator', async () => {
  await using bench = await createBench({ clock: 'standing' })
  const url = `${bench.simulator.url}/repos/acme/shop/git/ref/heads/main`
  const headers = { authorization: `token ${bench.tokens.ada}` }
  const first = await fetch(url, { headers })
  expect(first.headers.get('date')).toBe('Fri, 20 Nov 2026 09:00:00 GMT')
  bench.simulator.clock.advance('36h')
  const second = await fetch(url, { headers: { ...headers, 'if-none-match': first.headers.get('etag') ?? '' } })
  expect([second.status, second.headers.get('date')]).toEqual([304, 'Sat, 21 Nov 2026 21:00:00 GMT'])
  expect(second.headers.get('x-ratelimit-remaining')).toBe('4999')
})

import { describe, expect, it } from 'vitest'
import { openLoopbackForge } from './testing/open-loopback-forge.ts'

const sha = 'a'.repeat(40)

describe('checks', () => {
  it('takes the newest status of a context and source and counts skipped runs as not passed', async () => {
    const { forge, server } = await openLoopbackForge(({ path }) => {
      if (path.includes('/check-runs'))
        return {
          status: 200,
          json: {
            total_count: 2,
            check_runs: [
              { name: 'lint', status: 'completed', conclusion: 'skipped', app: { slug: 'github-actions' } },
              { name: 'unit', status: 'in_progress', conclusion: null, app: { slug: 'github-actions' } },
            ],
          },
        }
      return {
        status: 200,
        json: [
          { context: 'ci', state: 'success', description: 'green', creator: { login: 'ci-bot' } },
          { context: 'ci', state: 'failure', description: 'red', creator: { login: 'ci-bot' } },
          { context: 'ci', state: 'failure', description: 'red', creator: { login: 'builder[bot]' } },
        ],
      }
    })
    await using _closing = server
    expect(await forge.checks(sha)).toEqual([
      { name: 'ci', state: 'success', detail: 'green', kind: 'status', source: { person: 'ci-bot' } },
      { name: 'ci', state: 'failure', detail: 'red', kind: 'status', source: { app: 'builder' } },
      { name: 'lint', state: 'failure', detail: 'skipped', kind: 'run', source: { app: 'github-actions' } },
      { name: 'unit', state: 'pending', detail: 'in_progress', kind: 'run', source: { app: 'github-actions' } },
    ])
  })

  it('asks for no statuses when a check run of its App answers every name', async () => {
    const asked: string[] = []
    const { forge, server } = await openLoopbackForge(({ path }) => {
      asked.push(path.split('?')[0]?.split('/').at(-1) ?? '')
      const run = { name: 'ci', status: 'completed', conclusion: 'success', app: { slug: 'github-actions' } }
      return { status: 200, json: path.includes('/check-runs') ? { total_count: 1, check_runs: [run] } : [] }
    })
    await using _closing = server
    expect(await forge.checks(sha, [{ name: 'ci', app: 'github-actions' }])).toMatchObject([{ name: 'ci', state: 'success' }])
    expect(asked).toEqual(['check-runs'])
    await forge.checks(sha, [{ name: 'ci' }])
    await forge.checks(sha, [{ name: 'ci', app: 'builder' }])
    expect(asked).toEqual(['check-runs', 'check-runs', 'statuses', 'check-runs', 'statuses'])
  })
})

describe('reviewed', () => {
  const at = (hour: string): string => `2026-11-22T${hour}:00:00Z`
  const user = (login: string): object => ({ __typename: 'User', login })
  const review = (id: string, state: string, author: object | null, hour: string | null, association: string): object => ({
    fullDatabaseId: id,
    state,
    author,
    commit: { oid: sha },
    submittedAt: hour === null ? null : at(hour),
    authorAssociation: association,
  })
  const page = (nodes: object[], endCursor?: string): object => ({
    data: {
      repository: {
        pullRequest: {
          number: 7,
          id: 'PR_7',
          url: 'https://github.example/acme/shop/pull/7',
          title: 'Promote',
          body: '',
          isDraft: false,
          state: 'OPEN',
          merged: false,
          author: { __typename: 'Bot', login: 'github-actions' },
          headRefName: 'promote/qa/gift-cards',
          headRefOid: sha,
          baseRefName: 'env/qa',
          baseRefOid: 'b'.repeat(40),
          mergeCommit: null,
          reviews: { nodes, pageInfo: { hasNextPage: endCursor !== undefined, endCursor: endCursor ?? null } },
        },
      },
    },
  })

  it('gives the pull request and its submitted reviews of all pages, oldest first, and marks bots and strangers', async () => {
    const pages = [
      page(
        [
          review('2', 'APPROVED', user('ada'), '09', 'MEMBER'),
          review('1', 'CHANGES_REQUESTED', { __typename: 'Bot', login: 'lint' }, '08', 'COLLABORATOR'),
        ],
        'next',
      ),
      page([
        review('5000000004', 'APPROVED', user('eve'), '10', 'CONTRIBUTOR'),
        review('6', 'APPROVED', null, '11', 'NONE'),
        review('3', 'PENDING', user('bob'), null, 'MEMBER'),
      ]),
    ]
    const { forge, server } = await openLoopbackForge(() => ({ status: 200, json: pages.shift() }))
    await using _closing = server
    const { pull, reviews } = await forge.reviewed(7)
    expect(pull).toMatchObject({
      number: 7,
      head: { branch: 'promote/qa/gift-cards', sha },
      base: { branch: 'env/qa' },
      state: 'open',
      author: 'github-actions[bot]',
    })
    expect(reviews).toEqual([
      { id: 1, person: 'lint[bot]', bot: true, state: 'changes-requested', commit: sha, submittedAt: at('08') },
      { id: 2, person: 'ada', bot: false, state: 'approved', commit: sha, submittedAt: at('09') },
      { id: 5000000004, person: 'eve', bot: false, stranger: true, state: 'approved', commit: sha, submittedAt: at('10') },
      { id: 6, person: 'ghost', bot: false, stranger: true, state: 'approved', commit: sha, submittedAt: at('11') },
    ])
    expect(server.requests.map(({ body }) => (body as { variables: { after: unknown } }).variables.after)).toEqual([null, 'next'])
  })

  const answered = (type: string, message: string): object => ({ data: null, errors: [{ type, message }] })
  it.each([
    ['RATE_LIMIT', 'API rate limit already exceeded for installation ID 1.', 'rate-limited', /Run it again/],
    ['RATE_LIMITED', 'API rate limit exceeded', 'rate-limited', /Run it again/],
    ['FORBIDDEN', 'Resource not accessible by integration', 'permission-missing', /`pull-requests: read`/],
    ['undefinedField', "Field 'fullDatabaseId' doesn't exist", 'forge-refused', /Enterprise Server that lacks what it names/],
  ])('says what an error of type %s means', { timeout: 30_000 }, async (type, message, code, hint) => {
    const { forge, server } = await openLoopbackForge(() => ({ status: 200, json: answered(type, message) }))
    await using _closing = server
    await expect(forge.reviewed(7)).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) })
  })

  it('stops after fifty pages', async () => {
    const { forge, server } = await openLoopbackForge(() => ({ status: 200, json: page([], 'next') }))
    await using _closing = server
    await expect(forge.reviewed(7)).rejects.toMatchObject({ code: 'list-too-long' })
    expect(server.requests).toHaveLength(50)
  })
})

describe('teamMembers', () => {
  it('explains a team that the token cannot see', async () => {
    const { forge, server } = await openLoopbackForge(() => ({ status: 404, json: { message: 'Not Found' } }))
    await using _closing = server
    await expect(forge.teamMembers('dba')).rejects.toMatchObject({ code: 'team-not-visible' })
  })

  it('asks once in a process', async () => {
    const { forge, server } = await openLoopbackForge(() => ({ status: 200, json: [{ login: 'ada' }] }))
    await using _closing = server
    await forge.teamMembers('dba')
    expect(await forge.teamMembers('dba')).toEqual(['ada'])
    expect(server.requests).toHaveLength(1)
  })
})

describe('commitPeople', () => {
  it('names authors, committers and co-authors once, over all pages', async () => {
    const commit = (email: string, login: string, message: string) => ({
      commit: { author: { email }, committer: { email }, message },
      author: { login },
      committer: { login },
    })
    const first = commit('Ada@example.com', 'ada', 'Add\n\nCo-authored-by: Bob <12+bob@users.noreply.github.com>')
    const { forge, server } = await openLoopbackForge(({ path }) => {
      const commits = path.includes('page=2') ? [commit('cy@example.com', 'cy', 'More')] : [first]
      return { status: 200, json: { url: 'u', total_commits: 101, commits, files: [] } }
    })
    await using _closing = server
    expect(await forge.commitPeople('b'.repeat(40), sha)).toEqual([
      { email: 'ada@example.com', login: 'ada' },
      { email: '12+bob@users.noreply.github.com', login: 'bob' },
      { email: 'cy@example.com', login: 'cy' },
    ])
  })
})

describe('permission', () => {
  it('knows maintain from write, and a stranger from a reader', async () => {
    const { forge, server } = await openLoopbackForge(({ path }) =>
      path.includes('ada')
        ? { status: 200, json: { permission: 'write', role_name: 'maintain' } }
        : { status: 404, json: { message: 'Not Found' } },
    )
    await using _closing = server
    expect([await forge.permission('ada'), await forge.permission('eve')]).toEqual(['maintain', 'none'])
  })
})

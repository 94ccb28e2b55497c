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

  it('asks for statuses only when a check run does not answer every name', async () => {
    const asked: string[] = []
    const { forge, server } = await openLoopbackForge(({ path }) => {
      asked.push(path.split('?')[0]?.split('/').at(-1) ?? '')
      const run = { name: 'ci', status: 'completed', conclusion: 'success', app: { slug: 'github-actions' } }
      return { status: 200, json: path.includes('/check-runs') ? { total_count: 1, check_runs: [run] } : [] }
    })
    await using _closing = server
    expect(await forge.checks(sha, [{ name: 'ci', app: 'github-actions' }])).toMatchObject([{ name: 'ci', state: 'success' }])
    expect(asked).toEqual(['check-runs'])
    await forge.checks(sha, [{ name: 'ci' }, { name: 'audit' }])
    await forge.checks(sha, [{ name: 'ci', app: 'builder' }])
    expect(asked).toEqual(['check-runs', 'check-runs', 'statuses', 'check-runs', 'statuses'])
  })
})

describe('reviews', () => {
  it('gives submitted reviews, oldest first, and marks bots and strangers', async () => {
    const at = (hour: string) => `2026-11-22T${hour}:00:00Z`
    const review = (id: number, state: string, user: object, hour: string, association: string) => {
      return { id, state, user, commit_id: sha, submitted_at: at(hour), author_association: association }
    }
    const { forge, server } = await openLoopbackForge(() => ({
      status: 200,
      json: [
        review(2, 'APPROVED', { login: 'ada', type: 'User' }, '09', 'MEMBER'),
        review(1, 'CHANGES_REQUESTED', { login: 'lint[bot]', type: 'Bot' }, '08', 'COLLABORATOR'),
        review(4, 'APPROVED', { login: 'eve', type: 'User' }, '10', 'CONTRIBUTOR'),
        { id: 3, state: 'PENDING', user: { login: 'bob', type: 'User' }, commit_id: sha },
      ],
    }))
    await using _closing = server
    expect(await forge.reviews(7)).toEqual([
      { id: 1, person: 'lint[bot]', bot: true, state: 'changes-requested', commit: sha, submittedAt: at('08') },
      { id: 2, person: 'ada', bot: false, state: 'approved', commit: sha, submittedAt: at('09') },
      { id: 4, person: 'eve', bot: false, stranger: true, state: 'approved', commit: sha, submittedAt: at('10') },
    ])
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

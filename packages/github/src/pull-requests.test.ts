import { describe, expect, it } from 'vitest'
import { pullRequestJson, type Answer } from './testing/loopback.ts'
import { openLoopbackForge } from './testing/open-loopback-forge.ts'

const draft = { head: 'promote/qa/gift-cards', base: 'env/qa', title: 'Promote', body: 'Text', draft: false }
const taken = {
  message: 'Validation Failed',
  errors: [{ message: 'A pull request already exists for acme:promote/qa/gift-cards.' }],
}

/** POST answers in turn, GET lists what `list` gives for the nth look. */
async function open(posts: Answer[], list: (look: number) => unknown[]) {
  let made = 0
  let looks = 0
  const { forge, server } = await openLoopbackForge(({ method }) =>
    method === 'POST' ? (posts[made++] ?? { status: 500 }) : { status: 200, json: list(looks++) },
  )
  await using _closing = server
  return { opened: await forge.open(draft), made, requests: server.requests }
}

describe('open', () => {
  it('opens a pull request with one request', async () => {
    const { opened, requests } = await open([{ status: 201, json: pullRequestJson() }], () => [])
    expect(opened).toMatchObject({ number: 7, nodeId: 'PR_7', head: { branch: draft.head }, merged: false })
    expect(requests).toHaveLength(1)
  })

  it('adopts the one that is there, even when the list lags behind', async () => {
    const { opened } = await open([{ status: 422, json: taken }], (look) => (look < 2 ? [] : [pullRequestJson()]))
    expect(opened.number).toBe(7)
  })

  it('looks before it tries again after a lost answer', async () => {
    const { opened, made } = await open(['drop'], () => [pullRequestJson()])
    expect(opened.number).toBe(7)
    expect(made).toBe(1)
  })

  it('tries again when GitHub does not know the pushed branch yet', async () => {
    const invalid = { message: 'Validation Failed', errors: [{ resource: 'PullRequest', field: 'head', code: 'invalid' }] }
    const { made } = await open(
      [
        { status: 422, json: invalid },
        { status: 201, json: pullRequestJson() },
      ],
      () => [],
    )
    expect(made).toBe(2)
  })

  it('says when there is nothing to propose', async () => {
    const empty = { message: 'Validation Failed', errors: [{ message: 'No commits between env/qa and promote/qa/gift-cards' }] }
    await expect(open([{ status: 422, json: empty }], () => [])).rejects.toMatchObject({ code: 'pull-request-empty' })
  })

  it('names the setting when Actions may not open pull requests', async () => {
    const message = 'GitHub Actions is not permitted to create or approve pull requests.'
    await expect(open([{ status: 403, json: { message } }], () => [])).rejects.toMatchObject({
      code: 'actions-may-not-create-pull-requests',
    })
  })
})

describe('listOpen', () => {
  it('reads all pages and leaves out forks and other branches', async () => {
    const fork = { head: { ref: 'promote/qa/evil', sha: 'a'.repeat(40), repo: { full_name: 'mallory/shop' } } }
    const feature = { head: { ref: 'loyalty', sha: 'a'.repeat(40), repo: { full_name: 'acme/shop' } } }
    const { forge, server } = await openLoopbackForge(({ path }) => {
      if (path.includes('page=2')) return { status: 200, json: [pullRequestJson({ number: 9 })] }
      const link = `<${server.url}/repositories/1/pulls?per_page=100&page=2>; rel="next"`
      return { status: 200, json: [pullRequestJson(), pullRequestJson(fork), pullRequestJson(feature)], headers: { link } }
    })
    await using _closing = server
    expect((await forge.listOpen()).map(({ number }) => number)).toEqual([7, 9])
  })
})

describe('update', () => {
  it('makes a draft ready through GraphQL, and takes "already so" for done', async () => {
    const { forge, server } = await openLoopbackForge(({ path }) => {
      if (path === '/graphql')
        return { status: 200, json: { errors: [{ type: 'UNPROCESSABLE', message: 'Pull request is not a draft' }] } }
      return { status: 200, json: pullRequestJson({ draft: false }) }
    })
    await using _closing = server
    await forge.update(7, { draft: false, nodeId: 'PR_7' })
    expect(server.requests.map(({ path }) => path)).toEqual(['/graphql', '/repos/acme/shop/pulls/7'])
  })

  it('writes title and body in one request', async () => {
    const { forge, server } = await openLoopbackForge(() => ({ status: 200, json: pullRequestJson() }))
    await using _closing = server
    await forge.update(7, { title: 'New', body: 'Newer' })
    expect(server.requests).toMatchObject([{ method: 'PATCH', body: { title: 'New', body: 'Newer' } }])
  })
})

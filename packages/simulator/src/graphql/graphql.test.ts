import { expect, test } from 'vitest'
import { createBench } from '../testing/bench.ts'
import { parseQuery } from './parse-query.ts'

test('one query reads a pull request with its reviews, comments and statuses', async () => {
  await using bench = await createBench()
  const sha = await bench.push('one', { 'one.txt': '1\n' })
  const [mira, noor] = [bench.octokit(bench.tokens.mira), bench.octokit(bench.tokens.noor)]
  await mira.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One', draft: true })
  await noor.pulls.createReview({ ...bench.repo, pull_number: 1, event: 'APPROVE' })
  await mira.issues.createComment({ ...bench.repo, issue_number: 1, body: 'Hello' })
  await mira.repos.createCommitStatus({ ...bench.repo, sha, state: 'success', context: 'ci' })
  const answer = await noor.graphql(
    `query($owner: String!, $name: String!, $number: Int!) {
      repository(owner: $owner, name: $name) {
        pullRequest(number: $number) {
          title: title isDraft mergeable
          reviews(last: 100) { nodes { state author { login } } }
          comments(first: 1) { totalCount nodes { ... on IssueComment { body } } }
          commits(last: 1) { nodes { commit { oid statusCheckRollup { state } } } }
        }
      }
    }`,
    { owner: 'acme', name: 'shop', number: 1 },
  )
  expect(answer).toEqual({
    repository: {
      pullRequest: {
        title: 'One',
        isDraft: true,
        mergeable: 'MERGEABLE',
        reviews: { nodes: [{ state: 'APPROVED', author: { login: 'noor' } }] },
        comments: { totalCount: 1, nodes: [{ body: 'Hello' }] },
        commits: { nodes: [{ commit: { oid: sha, statusCheckRollup: { state: 'SUCCESS' } } }] },
      },
    },
  })
  expect(bench.simulator.requests.all.at(-1)).toMatchObject({ kind: 'graphql', route: 'graphql repository', write: false })
})

test('a draft becomes ready and a draft again, and a token without the permission changes nothing', async () => {
  await using bench = await createBench()
  await bench.push('one', { 'one.txt': '1\n' })
  const mira = bench.octokit(bench.tokens.mira)
  const { data } = await mira.pulls.create({ ...bench.repo, head: 'one', base: 'main', title: 'One', draft: true })
  const ready = 'mutation($id: ID!) { markPullRequestReadyForReview(input: {pullRequestId: $id}) { pullRequest { isDraft } } }'
  const poor = bench.octokit(bench.jobToken({ 'pull-requests': 'read' }))
  await expect(poor.graphql(ready, { id: data.node_id })).rejects.toThrow('Resource not accessible by integration')
  await mira.graphql(ready, { id: data.node_id })
  expect((await mira.pulls.get({ ...bench.repo, pull_number: 1 })).data).toMatchObject({ draft: false, mergeable_state: 'clean' })
  const actions = bench.simulator.events.all.filter(({ name }) => name === 'pull_request').map(({ action }) => action)
  expect(actions).toEqual(['opened', 'ready_for_review'])
})

test('aliases, inline values, lists and nested inputs are read', () => {
  const { kind, fields } = parseQuery('mutation M { a: doIt(input: {ids: ["x", $y], on: true, n: -2, e: OPEN}) { b } }', {
    y: 'z',
  })
  expect(kind).toBe('mutation')
  expect(fields).toEqual([
    {
      name: 'doIt',
      key: 'a',
      args: { input: { ids: ['x', 'z'], on: true, n: -2, e: 'OPEN' } },
      fields: [{ name: 'b', key: 'b', args: {}, fields: [] }],
    },
  ])
})

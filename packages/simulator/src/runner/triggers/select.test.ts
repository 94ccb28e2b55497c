import { expect, test } from 'vitest'
import type { SimEvent } from '../../events.ts'
import { parseWorkflow } from '../workflow/parse-workflow.ts'
import { cronsOf, selects } from './select.ts'

const jobs = 'jobs: { a: { runs-on: x, steps: [ { run: "true" } ] } }'
const base: SimEvent = {
  id: 1, name: 'push', repository: 'a/b', ref: 'refs/heads/main', sha: 'a'.repeat(40), workflowSha: 'a'.repeat(40), headBranch: 'main',
  headSha: 'a'.repeat(40), actor: 'mira', raisedAt: '', payload: {}, changedPaths: ['src/a.ts', 'docs/b.md'],
} // prettier-ignore
const tag: Partial<SimEvent> = { ref: 'refs/tags/v1' }
const pull: Partial<SimEvent> = {
  name: 'pull_request',
  action: 'opened',
  ref: 'refs/pull/1/merge',
  baseBranch: 'env/qa',
  headBranch: 'f',
}
const message = (text: string): Partial<SimEvent> => ({ payload: { head_commit: { message: text } } })

test.each<[string, Partial<SimEvent>, boolean]>([
  ['push', {}, true],
  ['[pull_request, push]', {}, true],
  ['pull_request', {}, false],
  ['push: ', {}, true],
  ['push: { branches: [main] }', {}, true],
  ['push: { branches: main }', {}, true],
  ['push: { branches: ["env/**"] }', {}, false],
  ['push: { branches: ["**", "!main"] }', {}, false],
  ['push: { branches-ignore: [main] }', {}, false],
  ['push: { branches-ignore: [other] }', {}, true],
  ['push: { tags: ["v*"] }', {}, false],
  ['push: { tags: ["v*"] }', tag, true],
  ['push: { tags-ignore: ["v*"] }', tag, false],
  ['push: { branches: [main] }', tag, false],
  ['push: { branches: [main], tags: ["x*"] }', tag, false],
  ['push', tag, true],
  ['push', { sha: '0'.repeat(40) }, false],
  ['push: { paths: ["src/**"] }', {}, true],
  ['push: { paths: ["db/**"] }', {}, false],
  ['push: { paths: ["**", "!src/**", "!docs/**"] }', {}, false],
  ['push: { paths-ignore: ["docs/**"] }', {}, true],
  ['push: { paths-ignore: ["docs/**", "src/**"] }', {}, false],
  ['push: { branches: [main], paths: ["db/**"] }', {}, false],
  ['push: { branches: [main], paths: ["db/**"] }', { changedPaths: ['db/x'] }, true],
  ['push', message('a [skip ci]'), false],
  ['push', message('a\n\nskip-checks: true'), false],
  ['push', message('skip ci'), true],
  ['pull_request', pull, true],
  ['pull_request', { ...pull, action: 'closed' }, false],
  ['pull_request: { types: [closed] }', { ...pull, action: 'closed' }, true],
  ['pull_request: { types: closed }', pull, false],
  ['pull_request: { branches: ["env/*"] }', pull, true],
  ['pull_request: { branches: [main] }', pull, false],
  ['pull_request: { paths: ["db/**"] }', pull, false],
  ['issue_comment: { types: [created] }', { name: 'issue_comment', action: 'edited' }, false],
  ['issue_comment', { name: 'issue_comment', action: 'edited' }, true],
  ['pull_request_review: { types: [submitted] }', { name: 'pull_request_review', action: 'submitted' }, true],
  ['repository_dispatch: { types: [go] }', { name: 'repository_dispatch', action: 'go' }, true],
  ['repository_dispatch: { types: [go] }', { name: 'repository_dispatch', action: 'stop' }, false],
  ['workflow_run: { workflows: [Build], types: [completed] }', { name: 'workflow_run', action: 'completed', payload: { workflow_run: { name: 'Build', head_branch: 'main' } } }, true],
  ['workflow_run: { workflows: [Other] }', { name: 'workflow_run', action: 'completed', payload: { workflow_run: { name: 'Build', head_branch: 'main' } } }, false],
  ['{ schedule: [ { cron: "0 4 * * *" } ], workflow_dispatch: null }', { name: 'schedule' }, true],
])('on: %s with %j starts: %s', (on, facts, expected) => {
  const text = /^\w+:/.test(on) ? `on:\n  ${on}\n${jobs}` : `on: ${on}\n${jobs}`
  expect(selects(parseWorkflow('w.yml', text).on, { ...base, ...facts })).toBe(expected)
}) // prettier-ignore

test('reads the crons of a workflow', () => {
  expect(
    cronsOf(parseWorkflow('w.yml', `on: { schedule: [ { cron: "*/15 * * * *" }, { cron: "0 4 * * 1" } ] }\n${jobs}`).on),
  ).toEqual(['*/15 * * * *', '0 4 * * 1'])
})

import { expect, test } from 'vitest'
import type { SimEvent } from '../../events.ts'
import { parseWorkflow } from '../workflow/parse-workflow.ts'
import { selectRuns } from './select-runs.ts'

const text = `
run-name: Build \${{ inputs.feature || github.ref_name }} of \${{ github.workflow }} (\${{ github.head_ref || 'no pull request' }})
name: build
on: { push: {}, pull_request: {}, workflow_dispatch: { inputs: { feature: { default: '' } } } }
jobs: { a: { runs-on: x, steps: [ { run: "true" } ] } }
`
const base: SimEvent = {
  id: 1, name: 'push', repository: 'a/b', ref: 'refs/heads/env/qa', sha: 'a'.repeat(40), workflowSha: 'a'.repeat(40), headBranch: 'env/qa',
  headSha: 'a'.repeat(40), actor: 'mira', raisedAt: '', payload: {},
} // prettier-ignore
const pull: Partial<SimEvent> = {
  name: 'pull_request',
  action: 'opened',
  ref: 'refs/pull/1/merge',
  baseBranch: 'env/qa',
  headBranch: 'f',
}
const dispatch: Partial<SimEvent> = { name: 'workflow_dispatch', payload: { inputs: { feature: 'gift-cards' } } }

test.each<[string, Partial<SimEvent>, string]>([
  ['a push', {}, 'Build env/qa of build (no pull request)'],
  ['a tag', { ref: 'refs/tags/v1' }, 'Build v1 of build (no pull request)'],
  ['a pull request', pull, 'Build 1/merge of build (f)'],
  ['a dispatch with an input', dispatch, 'Build gift-cards of build (no pull request)'],
])('run-name knows the ref of %s', (_, facts, title) => {
  const workflow = parseWorkflow('.github/workflows/build.yml', text)
  expect(selectRuns([{ path: workflow.path, workflow }], { ...base, ...facts }, {})).toMatchObject([{ kind: 'run', title }])
})

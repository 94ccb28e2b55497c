import type { Environment } from '../config/config.ts'
import { commonInputs, jobRights, type Rights, tokenStep } from './app-mode.ts'
import { releaseJobs } from './release-jobs.ts'
import { scratchVariables, secretLines, text, use, type WorkflowOptions } from './workflow-text.ts'

/** What may be reset. Without any there is no workflow for it. */
export function disposable({ environments }: WorkflowOptions['config']): Environment[] {
  return environments.filter((each) => each.disposable && !each.production)
}

/** Plans and proposes a reset by a person's decision; its release is built and stored as that of a promotion is. The gate merges it, and the deploy workflow, which alone has the secrets, makes the databases anew. */
export function resetWorkflow(options: WorkflowOptions): string {
  return text([
    head(options),
    propose(options),
    options.config.release === undefined ? [] : releaseJobs(options, 'propose', wakesGate),
  ])
}

function head({ config }: WorkflowOptions): string[] {
  return [
    'name: Stagecoach reset',
    'run-name: Reset ${{ inputs.environment }} to production ${{ inputs.packages }}',
    'on:',
    '  workflow_dispatch:',
    '    inputs:',
    '      environment:',
    '        description: Environment to rebuild; its databases are thrown away',
    '        required: true',
    '        type: choice',
    `        options: [${disposable(config)
      .map(({ name }) => name)
      .join(', ')}]`,
    '      packages:',
    '        description: Packages it holds besides production, in the order of merging; empty for none',
    '        type: string',
    '      reason:',
    '        description: Why',
    '        type: string',
    '      again:',
    '        description: Also when the last reset gave the very same',
    '        type: boolean',
    '      dry-run:',
    '        description: Show the plan, and change nothing',
    '        type: boolean',
    '',
    'permissions: {}',
    '',
    'concurrency:',
    '  group: stagecoach-reset-${{ inputs.environment }}',
    '  queue: max',
    '',
    'jobs:',
  ]
}

function propose(options: WorkflowOptions): string[] {
  const { app } = options
  const rights: Rights = {
    app,
    wanted: ['contents: write', 'pull-requests: write', 'statuses: write', 'actions: write'],
    more: ['workflows: write'],
  }
  return [
    '  propose:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 30',
    ...jobRights(rights),
    '    outputs:',
    '      needs-release: ${{ steps.reset.outputs.needs-release }}',
    '      releases: ${{ steps.reset.outputs.releases }}',
    '      pull-request-number: ${{ steps.reset.outputs.pull-request-number }}',
    '    steps:',
    ...tokenStep(rights),
    '      - id: reset',
    `        uses: ${use(options, 'reset-env')}`,
    ...secretLines(
      scratchVariables(options.config.environments),
      "where a scratch copy is made to try the migrations; never production's",
    ),
    '        with:',
    ...commonInputs(options),
    '          environment: ${{ inputs.environment }}',
    '          packages: ${{ inputs.packages }}',
    '          reason: ${{ inputs.reason }}',
    '          again: ${{ inputs.again || false }}',
    '          dry-run: ${{ inputs.dry-run || false }}',
  ]
}

/** The gate that waits for the release. */
const wakesGate = ['          pull-request: ${{ needs.propose.outputs.pull-request-number }}']

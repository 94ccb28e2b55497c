import { commonInputs, tokenStep, jobRights } from './app-mode.ts'
import { checkout, environmentInput, rightsOf } from './deploy-workflow.ts'
import { releaseJobs } from './release-jobs.ts'
import { secretLines, text, use, variablesOf, type WorkflowOptions } from './workflow-text.ts'

const inputs = [
  '      package:',
  '        description: Package to take out; empty for what was deployed last',
  '        type: string',
  '      to:',
  '        description: Or a verified state to go back to, by operation or commit',
  '        type: string',
  '      allow-data-loss:',
  '        description: What the plan that was shown loses, in its words, separated by commas',
  '        type: string',
  '      dry-run:',
  '        description: Show the plan and change nothing',
  '        type: boolean',
  '        default: false',
  '      reason:',
  '        description: Why',
  '        required: true',
  '        type: string',
]

const given = [
  '          environment: ${{ inputs.environment }}',
  '          package: ${{ inputs.package }}',
  '          to: ${{ inputs.to }}',
  '          allow-data-loss: ${{ inputs.allow-data-loss }}',
  '          dry-run: ${{ inputs.dry-run }}',
  '          reason: ${{ inputs.reason }}',
]

/** Brings an environment back, by a person's decision. */
export function rollbackWorkflow(options: WorkflowOptions): string {
  const rights = rightsOf(options, 'Its secrets exist in this job only.')
  return text([
    'name: Stagecoach rollback',
    "run-name: ${{ inputs.dry-run && 'Show how to roll' || 'Roll' }} back ${{ inputs.package || inputs.to }} in ${{ inputs.environment }}",
    'on:',
    '  workflow_dispatch:',
    '    inputs:',
    environmentInput(options, 'Environment to roll back'),
    inputs,
    '',
    'permissions: {}',
    '',
    'concurrency:',
    '  group: stagecoach-change-${{ inputs.environment }}',
    '  queue: max',
    '',
    'jobs:',
    '  rollback:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 120',
    jobRights(rights),
    outputs(options),
    '    steps:',
    tokenStep(rights),
    checkout(),
    '      - id: rollback',
    `        uses: ${use(options, 'rollback')}`,
    secretLines(variablesOf(options.config.environments), 'secrets of the GitHub environment above; the others are empty'),
    '        with:',
    commonInputs(options),
    given,
    options.config.release === undefined ? [] : releaseJobs(options, 'rollback'),
  ])
}

/** What a package leaves behind that is taken from under later ones was never released. */
function outputs({ config }: WorkflowOptions): string[] {
  if (config.release === undefined) return []
  return [
    '    outputs:',
    '      needs-release: ${{ steps.rollback.outputs.needs-release }}',
    '      releases: ${{ steps.rollback.outputs.releases }}',
  ]
}

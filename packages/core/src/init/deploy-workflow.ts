import { commonInputs, jobRights, type Rights, tokenStep } from './app-mode.ts'
import { pinned, secretLines, text, use, variablesOf, type WorkflowOptions } from './workflow-text.ts'

/** Rights of a job that changes the targets of an environment. */
export function rightsOf({ app }: WorkflowOptions, comment: string): Rights {
  return {
    app,
    wanted: ['contents: write', 'pull-requests: write', 'statuses: write', 'deployments: write', 'actions: write'],
    more: ['workflows: write'],
    kept: ['contents: read'],
    environment: [
      `    # ${comment}`,
      ...(app
        ? [
            "    # It holds the App's key, too. The App's token lives an hour: a longer deployment finishes its migration, and the next run goes on.",
          ]
        : []),
      '    environment: ${{ inputs.environment }}',
    ],
  }
}

/** Deploys one environment; started by the gate after the merge, by the sweep, or by a person. */
export function deployWorkflow(options: WorkflowOptions): string {
  const rights = rightsOf(
    options,
    'Its secrets exist in this job only. Let this GitHub environment accept the default branch and nothing else.',
  )
  return text([
    'name: Stagecoach deploy',
    'run-name: Deploy ${{ inputs.environment }}',
    'on:',
    '  workflow_dispatch:',
    '    inputs:',
    environmentInput(options, 'Environment to deploy'),
    '',
    'permissions: {}',
    '',
    '# The lease keeps two deployments apart; this only spares the second the wait.',
    'concurrency:',
    '  group: stagecoach-change-${{ inputs.environment }}',
    '  queue: max',
    '',
    'jobs:',
    '  deploy:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 120',
    jobRights(rights),
    '    steps:',
    tokenStep(rights),
    checkout(),
    `      - uses: ${use(options, 'deploy-env')}`,
    secretLines(variablesOf(options.config.environments), 'secrets of the GitHub environment above; the others are empty'),
    '        with:',
    commonInputs(options),
    '          environment: ${{ inputs.environment }}',
  ])
}

export function environmentInput({ config }: WorkflowOptions, description: string): string[] {
  return [
    '      environment:',
    `        description: ${description}`,
    '        required: true',
    '        type: choice',
    `        options: [${config.environments.map(({ name }) => name).join(', ')}]`,
  ]
}

export function checkout(): string[] {
  return [
    '      # The default branch: its deploy and verification commands run, never those of a promotion.',
    `      - uses: ${pinned.checkout}`,
    '        with:',
    '          persist-credentials: false',
  ]
}

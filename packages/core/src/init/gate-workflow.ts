import type { Config } from '../config/config.ts'
import { statusContext } from '../workflows.ts'
import { permissions, quote, teamToken, text, type WorkflowOptions, use } from './workflow-text.ts'

/** Evaluates one promotion when something that its gates rest on changed, or records what a person decides. */
export function gateWorkflow(options: WorkflowOptions): string {
  return text([head(), events(options.config), inputs(), job(options)])
}

function head(): string[] {
  return [
    'name: Stagecoach gate',
    "run-name: ${{ inputs.act && inputs.act != 'evaluate' && format('Record {0} {1}', inputs.act, inputs.package) || 'Gate' }}",
    'on:',
    '  # A person approved, asked for changes, or took it back.',
    '  pull_request_review:',
    '    types: [submitted, dismissed]',
  ]
}

function events({ environments }: Pick<Config, 'environments'>): string[] {
  const names = new Set(environments.flatMap(({ gates }) => gates.flatMap((gate) => (gate.gate === 'checks' ? gate.names : []))))
  const workflowRun = [
    '  # Workflows that the gate `checks` asks for by these names; where a workflow is named otherwise, write its name here.',
    '  workflow_run:',
    `    workflows: [${[...names].sort().map(quote).join(', ')}]`,
    '    types: [completed]',
  ]
  return [
    ...(names.size === 0 ? [] : workflowRun),
    '  # Checks that other services report.',
    '  check_run:',
    '    types: [completed]',
    '  status:',
  ]
}

function inputs(): string[] {
  return [
    '  workflow_dispatch:',
    '    inputs:',
    '      act:',
    '        description: What to do',
    '        type: choice',
    '        default: evaluate',
    '        options: [evaluate, acknowledge, hold, release, override, stop, resume]',
    '      environment:',
    '        description: Environment',
    '        type: string',
    '      package:',
    '        description: Package; empty to look at everything that waits',
    '        type: string',
    '      pull-request:',
    '        description: Number of the pull request, in place of the names',
    '        type: string',
    '      reason:',
    '        description: Why; needed for every act of a person',
    '        type: string',
    '      until:',
    '        description: When the act ends by itself, such as 7d',
    '        type: string',
    '      gates:',
    '        description: Gates that an override passes',
    '        type: string',
    '',
    'permissions: {}',
    '',
    'concurrency:',
    '  group: stagecoach-gate-${{ inputs.environment || github.event.pull_request.base.ref || github.event_name }}',
    '  queue: max',
    '',
  ]
}

/** Only pull requests of Stagecoach, only from this repository, and never its own status. */
const condition = [
  '    if: >-',
  "      github.event_name == 'workflow_dispatch' ||",
  '      (github.event.pull_request.head.repo.full_name == github.repository &&',
  "        (startsWith(github.event.pull_request.head.ref, 'promote/') || startsWith(github.event.pull_request.head.ref, 'rollback/'))) ||",
  "      startsWith(github.event.workflow_run.head_branch, 'promote/') ||",
  "      startsWith(github.event.workflow_run.head_branch, 'rollback/') ||",
  "      (github.event.check_run.app.slug != 'github-actions' && startsWith(github.event.check_run.check_suite.head_branch, 'promote/')) ||",
  `      (github.event_name == 'status' && github.event.context != '${statusContext}' && github.event.state != 'pending' &&`,
  "        contains(join(github.event.branches.*.name, ' '), 'promote/'))",
]

function job(options: WorkflowOptions): string[] {
  return [
    'jobs:',
    '  gate:',
    ...condition,
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 15',
    ...permissions('contents: write', 'pull-requests: write', 'statuses: write', 'checks: read', 'actions: write'),
    '    steps:',
    '      # Looks and exits: nothing waits on a runner. It checks out nothing.',
    `      - uses: ${use(options, 'gate-approval')}`,
    ...teamToken(options),
    '        with:',
    '          act: ${{ inputs.act }}',
    '          environment: ${{ inputs.environment }}',
    '          package: ${{ inputs.package }}',
    '          pull-request: ${{ github.event.pull_request.number || inputs.pull-request }}',
    '          branch: ${{ github.event.workflow_run.head_branch || github.event.check_run.check_suite.head_branch }}',
    '          reason: ${{ inputs.reason }}',
    '          until: ${{ inputs.until }}',
    '          gates: ${{ inputs.gates }}',
  ]
}

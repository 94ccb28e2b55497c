import { pullBranches } from '../names/own-branch.ts'
import { gateStatuses } from '../names/status-context.ts'
import { commonInputs, jobRights, onlyDispatched, type Rights, tokenStep, wakeJob } from './app-mode.ts'
import { gatesOf, namesTeams, quote, teamToken, text, use, type WorkflowOptions } from './workflow-text.ts'

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

/** Names of the checks that any gate asks for. */
function checkNames(config: WorkflowOptions['config']): string[] {
  return [
    ...new Set(gatesOf(config).flatMap((gate) => (gate.gate === 'checks' ? gate.checks.map(({ name }) => name) : []))),
  ].sort()
}

/** Without a gate that asks for checks none of these could change a decision. */
function events(config: WorkflowOptions['config']): string[] {
  const names = checkNames(config)
  if (names.length === 0) return []
  return [
    '  # Workflows that the gate `checks` asks for by these names; where a workflow is named otherwise, write its name here.',
    '  workflow_run:',
    `    workflows: [${names.map(quote).join(', ')}]`,
    '    types: [completed]',
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

const branchEvents = ['github.event.workflow_run.head_branch', 'github.event.check_run.check_suite.head_branch']

function isOurs(branch: string): string {
  return `(${pullBranches.map((prefix) => `startsWith(${branch}, '${prefix}')`).join(' || ')})`
}

/** Only pull requests of Stagecoach, only from this repository, and never the gate's own statuses. */
function eventConditions({ app, config }: WorkflowOptions): string[] {
  const review = `github.event.pull_request.head.repo.full_name == github.repository && ${isOurs('github.event.pull_request.head.ref')}`
  const names = "join(github.event.branches.*.name, ' ')"
  return [
    // What an App writes comes back as an event; a review is a person's.
    app ? `(${review} && github.event.sender.type == 'User')` : `(${review})`,
    ...(checkNames(config).length === 0
      ? []
      : [
          isOurs('github.event.workflow_run.head_branch'),
          `(github.event.check_run.app.slug != 'github-actions' && ${isOurs('github.event.check_run.check_suite.head_branch')})`,
          `(github.event_name == 'status' && !startsWith(github.event.context, '${gateStatuses}') && github.event.state != 'pending' &&`,
          `  (${pullBranches.map((prefix) => `contains(${names}, '${prefix}')`).join(' || ')}))`,
        ]),
  ]
}

/** Lines of an `if:` that holds when one of the conditions does. */
function anyOf(conditions: readonly string[]): string[] {
  const last = conditions.length - 1
  const lines = conditions.map((line, index) => (index === last || line.endsWith('&&') ? line : `${line} ||`))
  return ['    if: >-', ...lines.map((line) => `      ${line}`)]
}

export function gateRights(options: Pick<WorkflowOptions, 'app' | 'config'>): Rights {
  return {
    app: options.app,
    wanted: ['contents: write', 'pull-requests: write', 'statuses: write', 'checks: read', 'actions: write'],
    more: ['workflows: write', ...(namesTeams(options) ? (['members: read'] as const) : [])],
  }
}

function wake(options: WorkflowOptions): string[] {
  const branches = ['github.event.pull_request.head.ref', ...branchEvents].join(' || ')
  return wakeJob(options, 'gate-approval', anyOf(eventConditions(options)), [
    `          branch: \${{ ${branches} }}`,
    '          pull-request: ${{ github.event.pull_request.number }}',
  ])
}

function job(options: WorkflowOptions): string[] {
  const { app } = options
  const rights = gateRights(options)
  return [
    'jobs:',
    ...(app ? wake(options) : []),
    '  gate:',
    ...(app ? [onlyDispatched] : anyOf(["github.event_name == 'workflow_dispatch'", ...eventConditions(options)])),
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 15',
    ...jobRights(rights),
    '    steps:',
    ...tokenStep(rights),
    '      # Looks and exits: nothing waits on a runner. It checks out nothing.',
    `      - uses: ${use(options, 'gate-approval')}`,
    ...teamToken(options),
    '        with:',
    ...commonInputs(options),
    '          act: ${{ inputs.act }}',
    '          environment: ${{ inputs.environment }}',
    '          package: ${{ inputs.package }}',
    ...(app
      ? ['          pull-request: ${{ inputs.pull-request }}']
      : [
          '          pull-request: ${{ github.event.pull_request.number || inputs.pull-request }}',
          `          branch: \${{ ${branchEvents.join(' || ')} }}`,
        ]),
    '          reason: ${{ inputs.reason }}',
    '          until: ${{ inputs.until }}',
    '          gates: ${{ inputs.gates }}',
  ]
}

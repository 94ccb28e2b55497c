import { releaseJobs } from './release-jobs.ts'
import { commonInputs, jobRights, onlyDispatched, type Rights, tokenStep, wakeJob, wokenBy, wokenByInput } from './app-mode.ts'
import { scratchVariables, secretLines, text, use, type WorkflowOptions } from './workflow-text.ts'

/**
 * Three jobs: one proposes with all rights and runs nothing of a feature; one runs the feature's build with no right but reading;
 * one stores by content id what that made, and runs nothing of it.
 */
export function promoteWorkflow(options: WorkflowOptions): string {
  return text([
    head(options),
    options.app ? wake(options) : [],
    propose(options),
    options.config.release === undefined ? [] : releaseJobs(options, 'propose', wakesGate),
  ])
}

function head(options: WorkflowOptions): string[] {
  return [
    'name: Stagecoach promote',
    "run-name: ${{ inputs.sync && 'Sync' || 'Promote' }} ${{ inputs.package || github.ref_name }} ${{ inputs.environment && format('to {0}', inputs.environment) }}",
    'on:',
    options.app
      ? '  # A person pushed a resolution. What the App pushes comes here, too, and starts no job.'
      : '  # A person pushed a resolution; what Stagecoach pushes itself with GITHUB_TOKEN starts nothing.',
    '  push:',
    "    branches: ['promote/**', 'sync/**']",
    ...inputs(options),
    '',
    'permissions: {}',
    '',
    '# Runs of one environment wait for one another; with `queue: max` none is dropped.',
    'concurrency:',
    '  group: stagecoach-promote-${{ inputs.environment || github.ref_name }}',
    '  queue: max',
    '',
    'jobs:',
  ]
}

function inputs({ app, config }: WorkflowOptions): string[] {
  return [
    '  workflow_dispatch:',
    '    inputs:',
    '      environment:',
    '        description: Environment to promote to',
    '        required: true',
    '        type: string',
    '      package:',
    '        description: Package; empty for everything that waits there',
    '        type: string',
    '      version:',
    '        description: Version; empty for the newest build',
    '        type: string',
    '      lane:',
    '        description: Lane, such as hotfix',
    '        type: string',
    '      lane-reason:',
    '        description: Why the lane is taken',
    '        type: string',
    '      sync:',
    "        description: Bring production's newer content into the environment, in place of packages",
    '        type: boolean',
    '        default: false',
    ...releaseInput(config),
    ...wokenByInput(app),
  ]
}

function releaseInput({ release }: WorkflowOptions['config']): string[] {
  if (release === undefined) return []
  return [
    '      release:',
    '        description: Build the release of what the branch holds already, and deploy it',
    '        type: boolean',
    '        default: false',
  ]
}

function wake(options: WorkflowOptions): string[] {
  const condition = "    if: ${{ github.event_name == 'push' && !github.event.deleted && github.event.sender.type == 'User' }}"
  return wakeJob(options, 'promote-env', [condition], ['          branch: ${{ github.ref_name }}'])
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
    app ? onlyDispatched : '    if: ${{ !github.event.deleted }}',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 30',
    ...jobRights(rights),
    '    outputs:',
    '      needs-release: ${{ steps.promote.outputs.needs-release }}',
    '      releases: ${{ steps.promote.outputs.releases }}',
    '    steps:',
    ...tokenStep(rights),
    '      - id: promote',
    `        uses: ${use(options, 'promote-env')}`,
    ...secretLines(
      scratchVariables(options.config.environments),
      "where scratch copies are made to try the migrations; never production's",
    ),
    '        with:',
    ...commonInputs(options),
    '          environment: ${{ inputs.environment }}',
    '          package: ${{ inputs.package }}',
    '          version: ${{ inputs.version }}',
    '          lane: ${{ inputs.lane }}',
    '          lane-reason: ${{ inputs.lane-reason }}',
    '          sync: ${{ inputs.sync }}',
    ...(options.config.release === undefined ? [] : ["          act: ${{ inputs.release && 'release' || 'promote' }}"]),
    ...wokenBy(app),
    ...(app ? [] : ["          branch: ${{ github.event_name == 'push' && github.ref_name || '' }}"]),
  ]
}

/** The gate that waits for the release. */
const wakesGate = ['          environment: ${{ matrix.release.environment }}', '          package: ${{ matrix.release.package }}']

import { jobRights, onlyDispatched, type Rights, tokenInputs, tokenStep, wakeJob, wokenBy, wokenByInput } from './app-mode.ts'
import { permissions, pinned, scratchVariables, secretLines, text, use, type WorkflowOptions } from './workflow-text.ts'

/**
 * Three jobs: one proposes with all rights and runs nothing of a feature; one runs the feature's build with no right but reading;
 * one stores by content id what that made, and runs nothing of it.
 */
export function promoteWorkflow(options: WorkflowOptions): string {
  return text([
    head(options),
    options.app ? wake(options) : [],
    propose(options),
    options.config.release === undefined ? [] : [...buildRelease(options), ...publishRelease(options)],
  ])
}

function head({ app }: WorkflowOptions): string[] {
  return [
    'name: Stagecoach promote',
    "run-name: ${{ inputs.sync && 'Sync' || 'Promote' }} ${{ inputs.package || github.ref_name }} ${{ inputs.environment && format('to {0}', inputs.environment) }}",
    'on:',
    app
      ? '  # A person pushed a resolution. What the App pushes comes here, too, and starts no job.'
      : '  # A person pushed a resolution; what Stagecoach pushes itself with GITHUB_TOKEN starts nothing.',
    '  push:',
    "    branches: ['promote/**', 'sync/**']",
    ...inputs(app),
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

function inputs(app: boolean): string[] {
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
    ...wokenByInput(app),
  ]
}

function wake(options: WorkflowOptions): string[] {
  const condition = "    if: ${{ github.event_name == 'push' && !github.event.deleted && github.event.sender.type == 'User' }}"
  return wakeJob(use(options, 'promote-env'), [condition], ['          branch: ${{ github.ref_name }}'])
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
    ...tokenInputs(app),
    '          environment: ${{ inputs.environment }}',
    '          package: ${{ inputs.package }}',
    '          version: ${{ inputs.version }}',
    '          lane: ${{ inputs.lane }}',
    '          lane-reason: ${{ inputs.lane-reason }}',
    '          sync: ${{ inputs.sync }}',
    ...wokenBy(app),
    ...(app ? [] : ["          branch: ${{ github.event_name == 'push' && github.ref_name || '' }}"]),
  ]
}

function buildRelease(options: WorkflowOptions): string[] {
  return [
    '',
    '  # Runs code of the promotion: no right but reading, no secret, no credentials left in the checkout.',
    '  build-release:',
    '    needs: propose',
    "    if: needs.propose.outputs.needs-release == 'true'",
    '    strategy:',
    '      fail-fast: false',
    '      matrix:',
    '        release: ${{ fromJSON(needs.propose.outputs.releases) }}',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 60',
    ...permissions('contents: read'),
    '    steps:',
    `      - uses: ${pinned.checkout}`,
    '        with:',
    '          ref: ${{ matrix.release.head }}',
    '          persist-credentials: false',
    '      - id: release',
    `        uses: ${use(options, 'build-package')}`,
    '        with:',
    '          act: release',
    '          content: ${{ matrix.release.content }}',
    `      - uses: ${pinned.upload}`,
    '        with:',
    '          name: stagecoach-release-${{ matrix.release.content }}',
    '          path: ${{ steps.release.outputs.path }}',
    '          include-hidden-files: true',
    '          if-no-files-found: error',
    '          overwrite: true',
    '          retention-days: 1',
  ]
}

function publishRelease(options: WorkflowOptions): string[] {
  const { app } = options
  const rights: Rights = { app, wanted: ['contents: write', 'actions: write'] }
  return [
    '',
    '  # Stores the files by content id; which content that is comes from the first job, never from the one that ran the build.',
    '  publish-release:',
    '    needs: [propose, build-release]',
    '    # Also when the build of another promotion in this run failed; one without its artifact fails by itself.',
    "    if: ${{ !cancelled() && needs.propose.outputs.needs-release == 'true' }}",
    '    strategy:',
    '      fail-fast: false',
    '      matrix:',
    '        release: ${{ fromJSON(needs.propose.outputs.releases) }}',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 15',
    ...jobRights(rights),
    '    steps:',
    ...tokenStep(rights),
    `      - uses: ${pinned.download}`,
    '        with:',
    '          name: stagecoach-release-${{ matrix.release.content }}',
    '          path: stagecoach-release',
    `      - uses: ${use(options, 'build-package')}`,
    '        with:',
    ...tokenInputs(app),
    '          act: publish-release',
    '          content: ${{ matrix.release.content }}',
    '          path: stagecoach-release',
    '          environment: ${{ matrix.release.environment }}',
    '          package: ${{ matrix.release.package }}',
  ]
}

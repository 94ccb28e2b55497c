import { ownBranches } from '../names/own-branch.ts'
import { commonInputs, jobRights, onlyDispatched, type Rights, tokenStep, wakeJob, wokenBy, wokenByInput } from './app-mode.ts'
import { quote, text, use, type WorkflowOptions } from './workflow-text.ts'

/** A push to a feature branch becomes a package; the action then starts the promotion to the first environment. */
export function buildWorkflow(options: WorkflowOptions): string {
  const { app } = options
  const rights: Rights = { app, wanted: ['contents: write', 'actions: write'] }
  return text([
    'name: Stagecoach build',
    'run-name: Build ${{ inputs.feature || github.ref_name }}',
    trigger(options),
    '',
    'permissions: {}',
    '',
    'concurrency:',
    '  group: stagecoach-build-${{ inputs.feature || github.ref_name }}',
    '  queue: max',
    '',
    'jobs:',
    app ? wake(options) : [],
    '  build:',
    app ? onlyDispatched : notDeleted,
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 15',
    jobRights(rights),
    '    steps:',
    tokenStep(rights),
    '      # Reads the commit through git and runs nothing of it.',
    `      - uses: ${use(options, 'build-package')}`,
    '        with:',
    commonInputs(options),
    '          feature: ${{ inputs.feature || github.ref_name }}',
    '          version: ${{ inputs.version }}',
    wokenBy(app),
  ])
}

const notDeleted = ['    # A push that deletes a branch has nothing to build.', '    if: ${{ !github.event.deleted }}']

function wake(options: WorkflowOptions): string[] {
  const condition = [notDeleted[0] ?? '', "    if: ${{ github.event_name == 'push' && !github.event.deleted }}"]
  return wakeJob(options, 'build-package', condition, ['          feature: ${{ github.ref_name }}'])
}

function trigger({ app, config }: WorkflowOptions): string[] {
  const others = [...config.environments.map(({ branch }) => branch), ...ownBranches.map((each) => `${each}**`)]
  return [
    'on:',
    '  push:',
    '    # Every branch is a feature, but for the environments and the branches that Stagecoach makes.',
    '    branches-ignore:',
    ...others.map((branch) => `      - ${quote(branch)}`),
    '  workflow_dispatch:',
    '    inputs:',
    '      feature:',
    '        description: Branch to build',
    '        required: true',
    '        type: string',
    '      version:',
    '        description: SemVer of the package; empty for the pseudo-version of its commit',
    '        type: string',
    ...wokenByInput(app),
  ]
}

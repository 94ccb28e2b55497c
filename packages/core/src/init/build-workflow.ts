import { permissions, quote, text, use, type WorkflowOptions } from './workflow-text.ts'

/** A push to a feature branch becomes a package; the action then starts the promotion to the first environment. */
export function buildWorkflow(options: WorkflowOptions): string {
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
    '  build:',
    '    # A push that deletes a branch has nothing to build.',
    '    if: ${{ !github.event.deleted }}',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 15',
    permissions('contents: write', 'actions: write'),
    '    steps:',
    '      # Reads the commit through git and runs nothing of it.',
    `      - uses: ${use(options, 'build-package')}`,
    '        with:',
    '          feature: ${{ inputs.feature || github.ref_name }}',
    '          version: ${{ inputs.version }}',
  ])
}

function trigger({ config }: WorkflowOptions): string[] {
  const others = [...config.environments.map(({ branch }) => branch), 'promote/**', 'rollback/**', 'stagecoach/**']
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
  ]
}

import type { Environment } from '../config/config.ts'
import { jobRights, type Rights, tokenInputs, tokenStep } from './app-mode.ts'
import { permissions, pinned, scratchVariables, secretLines, text, use, type WorkflowOptions } from './workflow-text.ts'

/** What may be reset. Without any there is no workflow for it. */
export function disposable({ environments }: WorkflowOptions['config']): Environment[] {
  return environments.filter((each) => each.disposable && !each.production)
}

/** Plans and proposes a reset by a person's decision; its release is built and stored as that of a promotion is. The gate merges it, and the deploy workflow, which alone has the secrets, makes the databases anew. */
export function resetWorkflow(options: WorkflowOptions): string {
  return text([
    head(options),
    propose(options),
    options.config.release === undefined ? [] : [...buildRelease(options), ...publishRelease(options)],
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
    '      head: ${{ steps.reset.outputs.head }}',
    '      content: ${{ steps.reset.outputs.content }}',
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
    ...tokenInputs(app),
    '          environment: ${{ inputs.environment }}',
    '          packages: ${{ inputs.packages }}',
    '          reason: ${{ inputs.reason }}',
    '          again: ${{ inputs.again || false }}',
    '          dry-run: ${{ inputs.dry-run || false }}',
  ]
}

const needed = "needs.propose.outputs.needs-release == 'true'"

function buildRelease(options: WorkflowOptions): string[] {
  return [
    '',
    '  # Runs code of the features: no right but reading, no secret, no credentials left in the checkout.',
    '  build-release:',
    '    needs: propose',
    `    if: ${needed}`,
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 60',
    ...permissions('contents: read'),
    '    steps:',
    `      - uses: ${pinned.checkout}`,
    '        with:',
    '          ref: ${{ needs.propose.outputs.head }}',
    '          persist-credentials: false',
    '      - id: release',
    `        uses: ${use(options, 'build-package')}`,
    '        with:',
    '          act: release',
    '          content: ${{ needs.propose.outputs.content }}',
    `      - uses: ${pinned.upload}`,
    '        with:',
    '          name: stagecoach-release-${{ needs.propose.outputs.content }}',
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
    `    if: ${needed}`,
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 15',
    ...jobRights(rights),
    '    steps:',
    ...tokenStep(rights),
    `      - uses: ${pinned.download}`,
    '        with:',
    '          name: stagecoach-release-${{ needs.propose.outputs.content }}',
    '          path: stagecoach-release',
    `      - uses: ${use(options, 'build-package')}`,
    '        with:',
    ...tokenInputs(app),
    '          act: publish-release',
    '          content: ${{ needs.propose.outputs.content }}',
    '          path: stagecoach-release',
    '          pull-request: ${{ needs.propose.outputs.pull-request-number }}',
  ]
}

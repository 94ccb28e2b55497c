import { commonInputs, configInput, jobRights, type Rights, tokenStep } from './app-mode.ts'
import { permissions, pinned, use, type WorkflowOptions } from './workflow-text.ts'

/** Two jobs after `job`, whose outputs say which releases are missing: one runs the build with no right but reading, one stores by content id what that made and runs nothing of it. `wakes` are inputs of the last step, indented for one. */
export function releaseJobs(options: WorkflowOptions, job: string, wakes: readonly string[] = []): string[] {
  return [...buildRelease(options, job), ...publishRelease(options, job, wakes)]
}

function buildRelease(options: WorkflowOptions, job: string): string[] {
  return [
    '',
    '  # Runs code of features: no right but reading, no secret, no credentials left in the checkout.',
    '  build-release:',
    `    needs: ${job}`,
    `    if: needs.${job}.outputs.needs-release == 'true'`,
    '    strategy:',
    '      fail-fast: false',
    '      matrix:',
    `        release: \${{ fromJSON(needs.${job}.outputs.releases) }}`,
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
    ...configInput(options),
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

function publishRelease(options: WorkflowOptions, job: string, wakes: readonly string[]): string[] {
  const { app } = options
  const rights: Rights = { app, wanted: ['contents: write', 'actions: write'] }
  return [
    '',
    '  # Stores the files by content id; which content that is comes from the first job, never from the one that ran the build.',
    '  publish-release:',
    `    needs: [${job}, build-release]`,
    '    # Also when the build of another promotion in this run failed; one without its artifact fails by itself.',
    `    if: \${{ !cancelled() && needs.${job}.outputs.needs-release == 'true' }}`,
    '    strategy:',
    '      fail-fast: false',
    '      matrix:',
    `        release: \${{ fromJSON(needs.${job}.outputs.releases) }}`,
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
    ...commonInputs(options),
    '          act: publish-release',
    '          content: ${{ matrix.release.content }}',
    '          path: stagecoach-release',
    ...wakes,
  ]
}

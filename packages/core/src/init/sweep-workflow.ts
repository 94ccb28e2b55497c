import { permissions, teamToken, text, use, type WorkflowOptions } from './workflow-text.ts'

/** Looks again at everything that waits: soak times, ends of freezes and holds, and what an event missed. */
export function sweepWorkflow(options: WorkflowOptions): string {
  return text([
    'name: Stagecoach sweep',
    'on:',
    '  schedule:',
    "    - cron: '*/15 * * * *'",
    '  workflow_dispatch:',
    '',
    'permissions: {}',
    '',
    'concurrency:',
    '  group: stagecoach-sweep',
    '',
    'jobs:',
    '  sweep:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 15',
    permissions('contents: write', 'pull-requests: write', 'statuses: write', 'checks: read', 'actions: write'),
    '    steps:',
    `      - uses: ${use(options, 'gate-approval')}`,
    ...teamToken(options),
  ])
}

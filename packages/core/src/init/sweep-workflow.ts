import { commonInputs, jobRights, tokenStep } from './app-mode.ts'
import { gateRights } from './gate-workflow.ts'
import { teamToken, text, use, type WorkflowOptions } from './workflow-text.ts'

/** Looks again at everything that waits: soak times, ends of freezes and holds, and what an event missed. */
export function sweepWorkflow(options: WorkflowOptions): string {
  const rights = gateRights(options)
  const inputs = commonInputs(options)
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
    jobRights(rights),
    '    steps:',
    tokenStep(rights),
    `      - uses: ${use(options, 'gate-approval')}`,
    teamToken(options),
    inputs.length === 0 ? [] : ['        with:', ...inputs],
  ])
}

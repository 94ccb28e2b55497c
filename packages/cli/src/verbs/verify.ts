import { environmentOf, type CheckResult } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import { shakeDown } from '../shakedown/shake-down.ts'
import { defineVerb } from '../frame/verb.ts'
import { renderTable, type Page } from '../terminal/render-table.ts'

export const verify = defineVerb({
  name: 'verify',
  summary: 'Runs the shakedown of an environment now; records nothing.',
  details: 'SQL checks run in read-only transactions; command checks run as configured, in fresh files of the default branch.',
  arguments: { environment: { kind: 'text', description: 'environment to look at' } },
  options: {},
  async run(context, { environment: name }): Promise<Answer> {
    const { room } = await context.room({ offline: true, files: true })
    const environment = environmentOf(room, name)
    const checks = await shakeDown(room, environment)
    const failed = checks.filter((check) => !check.passed).length
    const message =
      checks.length === 0
        ? `${name} has no checks.`
        : failed === 0
          ? `All ${checks.length} checks of ${name} passed.`
          : `${failed} of ${checks.length} checks of ${name} failed.`
    const result = {
      schema: 1,
      outcome: failed === 0 ? 'shown' : 'failed',
      reason: failed === 0 ? 'done' : 'verification-failed',
      message,
      environment: name,
      data: { checks },
    } as const
    const table = checks.length === 0 ? [] : [renderChecks(checks, context.terminal)]
    return { result, text: [...table, message].join('\n') }
  },
})

function renderChecks(checks: readonly CheckResult[], page: Page): string {
  const { style } = page
  const rows = checks.map(({ name, passed, detail, milliseconds }) => [
    passed ? style('green', 'passed') : style('red', 'FAILED'),
    cut(name),
    cut(detail),
    `${milliseconds} ms`,
  ])
  return renderTable(['', 'check', 'detail', 'time'], rows, page)
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 70 ? `${line.slice(0, 69)}…` : line
}

import type { RequiredCheck } from '../../config/config.ts'
import type { Check } from '../../ports/forge.ts'
import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, shut, waiting } from '../result.ts'
import { countedReports } from './counted-reports.ts'
import { partInIt } from './people.ts'

/** Every named check succeeded on the head. A check that was skipped, or never reported, is not one that succeeded, nor is one that somebody with a part in the package reported. */
export function checks(facts: GateFacts, gate: { checks: readonly RequiredCheck[] }): GateResult {
  const hasPart = (login: string): boolean => partInIt(facts, login) !== undefined
  const found = gate.checks.map((required) => {
    const { counted, void: nothing } = countedReports(facts.checks, required, hasPart)
    return { required, name: required.name, reports: counted, nothing }
  })
  const failed = found.filter(({ reports }) => reports.some((check) => check.state === 'failure'))
  if (failed.length > 0) {
    const reasons = failed.map(
      ({ name, reports }) => `${name} failed: ${reports.find((check) => check.state === 'failure')?.detail ?? ''}`,
    )
    return shut('checks', reasons, namesOf(failed))
  }
  const missing = found.filter(({ reports }) => reports.length === 0 || reports.some((check) => check.state !== 'success'))
  if (missing.length === 0) return open('checks', `Succeeded: ${namesOf(found).join(', ')}.`)
  const reasons = missing.map(({ required, reports, nothing }) =>
    reports.length > 0 ? `${required.name} is still running.` : unreported(facts, required, nothing),
  )
  return waiting('checks', reasons, namesOf(missing))
}

function unreported(facts: GateFacts, { name, app }: RequiredCheck, nothing: readonly Check[]): string {
  const what =
    app === undefined ? `${name} has not reported on this head.` : `The App ${app} has not reported ${name} on this head.`
  const others = new Set(nothing.map(({ source }) => whyNothing(facts, app, source)))
  return [what, ...others].join(' ')
}

function whyNothing(facts: GateFacts, app: string | undefined, source: Check['source']): string {
  if ('app' in source) return `What the App ${source.app} reported counts for nothing.`
  const part = app === undefined ? partInIt(facts, source.person) : undefined
  return `What @${source.person} reported counts for nothing${part === undefined ? '.' : `: @${source.person} ${part}.`}`
}

function namesOf(found: readonly { name: string }[]): string[] {
  return found.map((each) => each.name)
}

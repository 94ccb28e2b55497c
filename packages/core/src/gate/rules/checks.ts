import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, shut, waiting } from '../result.ts'

/** Every named check succeeded on the head. A check that was skipped, or never reported, is not one that succeeded. */
export function checks(facts: GateFacts, gate: { names: readonly string[] }): GateResult {
  const found = gate.names.map((name) => ({ name, reports: facts.checks.filter((check) => check.name === name) }))
  const failed = found.filter(({ reports }) => reports.some((check) => check.state === 'failure'))
  if (failed.length > 0) {
    const reasons = failed.map(
      ({ name, reports }) => `${name} failed: ${reports.find((check) => check.state === 'failure')?.detail ?? ''}`,
    )
    return shut('checks', reasons, namesOf(failed))
  }
  const missing = found.filter(({ reports }) => reports.length === 0 || reports.some((check) => check.state !== 'success'))
  if (missing.length === 0) return open('checks', `Succeeded: ${gate.names.join(', ')}.`)
  const reasons = missing.map(({ name, reports }) =>
    reports.length === 0 ? `${name} has not reported on this head.` : `${name} is still running.`,
  )
  return waiting('checks', reasons, namesOf(missing))
}

function namesOf(found: readonly { name: string }[]): string[] {
  return found.map((each) => each.name)
}

import type { VerifyStep } from '../config/config.ts'
import type { VerificationEntry } from '../ledger/record.ts'
import type { OpenDatabase } from '../ports/database.ts'
import type { Host } from '../ports/runtime.ts'
import { secretsIn, withoutSecrets } from './without-secrets.ts'

export type CheckResult = VerificationEntry['checks'][number]

/** Where a shakedown looks: open databases by name, the folder and environment of command checks, and what their details must not show. */
export interface Shakedown {
  databases: ReadonlyMap<string, OpenDatabase>
  folder: string
  environment: Record<string, string>
  secrets: readonly string[]
}

/** Runs every check, also after one failed: a person wants to see all that is wrong. HTTP checks are asked again until their timeout, since a started application needs a moment. */
export async function runVerification(host: Host, steps: readonly VerifyStep[], shakedown: Shakedown): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const step of steps) {
    const start = performance.now()
    const { passed, detail: seen } = await runStep(host, step, shakedown)
    const detail = withoutSecrets(seen, shakedown.secrets)
    results.push({ name: stepName(step), passed, detail, milliseconds: Math.round(performance.now() - start) })
    host.progress(`${passed ? 'verified' : 'NOT verified'}: ${stepName(step)}${passed ? '' : ` (${detail})`}`)
  }
  return results
}

/** The check as people wrote it. */
export function stepName(step: VerifyStep): string {
  switch (step.kind) {
    case 'sql':
      return `sql: ${step.sql.replaceAll(/\s+/g, ' ').trim()}`
    case 'http':
      return `http: ${step.url.startsWith('env:') ? step.url : withoutCredentials(step.url)} gives ${step.expect}`
    case 'command':
      return `command: ${step.command}`
  }
}

async function runStep(host: Host, step: VerifyStep, shakedown: Shakedown): Promise<{ passed: boolean; detail: string }> {
  switch (step.kind) {
    case 'sql':
      return checkSql(step.sql, step.timeout, shakedown.databases.get(step.database))
    case 'http':
      return probe(host, step)
    case 'command': {
      const { folder: cwd, environment: env, secrets } = shakedown
      const result = await host.commands.run({ line: step.command, cwd, env, timeout: step.timeout })
      const passed = result.exitCode === 0 && !result.timedOut
      return { passed, detail: passed ? 'exit 0' : commandFailure(result, secrets) }
    }
  }
}

async function checkSql(
  sql: string,
  timeout: number,
  database: OpenDatabase | undefined,
): Promise<{ passed: boolean; detail: string }> {
  if (database === undefined) return { passed: false, detail: 'The environment has no database of that name.' }
  return database.check(sql, timeout)
}

async function probe(host: Host, step: Extract<VerifyStep, { kind: 'http' }>): Promise<{ passed: boolean; detail: string }> {
  const url = host.secrets.resolve({ url: step.url })['url'] ?? step.url
  const deadline = performance.now() + step.timeout
  for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
    const left = deadline - performance.now()
    const answer = await host.http.get(url, Math.max(1, Math.min(left, 10_000)))
    if (answer.status === step.expect) return { passed: true, detail: `status ${answer.status}` }
    if (deadline - performance.now() <= wait) {
      // An address that cannot be asked is repeated in the reason.
      return { passed: false, detail: withoutSecrets(`status ${answer.status}: ${answer.detail}`, secretsIn(step.url, url)) }
    }
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

/** Why a command did not succeed: its exit and the last lines it printed, which go where everyone reads. */
export function commandFailure(
  result: { exitCode: number; timedOut: boolean; stdout: string; stderr: string },
  secrets: readonly string[] = [],
): string {
  const last = withoutSecrets(result.stderr.trim() || result.stdout.trim(), secrets)
    .split('\n')
    .slice(-5)
    .join('\n')
  return `${result.timedOut ? 'timed out' : `exit ${result.exitCode}`}${last === '' ? '' : `: ${last}`}`
}

function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//')
}

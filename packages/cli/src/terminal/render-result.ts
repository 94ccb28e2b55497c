import type { CliResult } from '../answer.ts'
import { exitCodeOf } from '../exit-code.ts'
import type { Style } from './style.ts'

/** A result for people: what happened, on what, and what to do now. */
export function renderResult(result: CliResult, style: Style): string {
  const facts: [string, string | undefined][] = [
    ['pull request', result.pullRequest === undefined ? undefined : `#${result.pullRequest}`],
    ['operation', result.operation],
    ...Object.entries(result.shas ?? {}).map(([key, sha]): [string, string | undefined] => [key, sha]),
  ]
  return [
    `${mark(result, style)} ${result.message}`,
    ...facts.flatMap(([label, value]) => (value === undefined ? [] : [style('dim', `  ${label} ${value}`)])),
    ...(result.plan ?? []).map((line) => `  ${line}`),
    ...(result.next ?? []).map((next) => `  starts ${next.workflow}${inputs(next.inputs)}`),
    ...(result.advice ?? []).filter((line) => line !== '').map((line) => `  ${style('cyan', '→')} ${line}`),
  ].join('\n')
}

function mark(result: CliResult, style: Style): string {
  if (result.outcome === 'shown') return style('green', 'ok:')
  const code = exitCodeOf({ result })
  const word = result.outcome.replaceAll('-', ' ')
  return style(
    code === 0 ? 'green' : code === 3 ? 'yellow' : 'red',
    `${word}${result.reason === 'done' ? '' : ` (${result.reason})`}:`,
  )
}

function inputs(given: Record<string, string>): string {
  const pairs = Object.entries(given).map(([name, value]) => `${name}=${value}`)
  return pairs.length === 0 ? '' : ` with ${pairs.join(', ')}`
}

import { codeSpan, escapeLine as escape, type Result } from '@stagecoach/core'

/** The answer as Markdown for the job's summary. Texts from outside stand in code spans or are escaped: nobody is mentioned, nothing is embedded. */
export function renderSummary(name: string, result: Result): string {
  const facts: [string, string | undefined][] = [
    ['Environment', result.environment],
    ['Packages', result.packages?.join(', ')],
    ['Pull request', result.pullRequest === undefined ? undefined : `#${result.pullRequest}`],
    ['Operation', result.operation],
    ...Object.entries(result.shas ?? {}).map(([key, sha]): [string, string | undefined] => [key, sha]),
  ]
  const rows = facts.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [`| ${label} | ${code(value)} |`]))
  return [
    `### ${escape(name)}: ${escape(result.outcome)}`,
    '',
    escape(result.message),
    ...(rows.length === 0 ? [] : ['', '| | |', '|---|---|', ...rows]),
    ...bullets('The plan', result.plan ?? []),
    ...bullets('What you can do', result.advice ?? []),
    ...bullets('Next', (result.next ?? []).map(nextLine)),
    '',
    `Reason: ${codeSpan(result.reason)}`,
    '',
  ].join('\n')
}

function nextLine({ workflow, inputs }: { workflow: string; inputs: Record<string, string> }): string {
  const given = Object.entries(inputs).map(([name, value]) => `${name} = ${value}`)
  return given.length === 0 ? workflow : `${workflow} with ${given.join(', ')}`
}

function bullets(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `**${title}**`, '', ...lines.map((line) => `- ${escape(line)}`)]
}

/** A code span in a table: a pipe would end its cell. */
function code(text: string): string {
  return codeSpan(text).replaceAll('|', '\\|')
}

import type { Result } from '@stagecoach/core'

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
    `Reason: ${code(result.reason)}`,
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

/** Backslashes before everything Markdown, HTML and @mentions act on. */
function escape(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/\s*\n\s*/g, ' ')
}

/** A code span whose fence is longer than any in the text; pipes would end the table's cell. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 ? ' ' : ''
  return `${fence}${pad}${text.replaceAll('|', '\\|').replace(/\s+/g, ' ')}${pad}${fence}`
}

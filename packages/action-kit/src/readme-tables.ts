import { StagecoachError } from '@stagecoach/core'
import type { ActionSpec } from './define-action.ts'

const begin = '<!-- begin: generated from src/spec.ts -->'
const end = '<!-- end: generated -->'

/** The README with the tables of inputs and outputs put between its markers. Errors: `markers-missing`. */
export function withTables(readme: string, spec: ActionSpec): string {
  const from = readme.indexOf(begin)
  const to = readme.indexOf(end)
  if (from < 0 || to < from)
    throw new StagecoachError('markers-missing', `The README of ${spec.id} lacks the markers for its tables.`, {
      hint: `Write ${begin} and ${end} on lines of their own.`,
    })
  return `${readme.slice(0, from)}${begin}\n\n${tables(spec)}\n\n${readme.slice(to)}`
}

function tables(spec: ActionSpec): string {
  const inputs = Object.entries(spec.inputs).map(([name, input]) => [
    `\`${name}\``,
    cell(input.description),
    input.allowed,
    input.required ? '**required**' : input.default === undefined ? '' : `\`${input.default}\``,
  ])
  const outputs = Object.entries(spec.outputs).map(([name, description]) => [`\`${name}\``, cell(description)])
  return [
    '### Inputs',
    '',
    ...table(['name', 'what it is', 'allowed', 'default'], inputs),
    '',
    '### Outputs',
    '',
    'All are set on every path, also when the step fails.',
    '',
    ...table(['name', 'what it is'], outputs),
  ].join('\n')
}

/** Padded as prettier would, so that formatting and generating agree. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(3, ...[title, ...rows.map((row) => row[column] ?? '')].map((text) => text.length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)]
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

import { describeDifference, type AdoptionPlan, type ExplainedHistory, type PlannedEnvironment } from '@stagecoach/core'
import { renderTable, type Page } from '../terminal/render-table.ts'
import type { Style } from '../terminal/style.ts'

/** What people confirm: a line for each environment, then what differs, what must be settled, and what nobody knows. */
export function renderPlan({ environments, differences }: AdoptionPlan, page: Page): string {
  const { style } = page
  const rows = environments.map((each) => row(each, style))
  const head = ['environment', 'production commit', 'migrations applied', 'explained by the branch', 'proof', 'state']
  const problems = environments.flatMap(({ state }) => (state.kind === 'blocked' ? state.problems : []))
  return [
    renderTable(head, rows, page),
    ...section(
      'Between environments',
      differences.flatMap((each) => [...describeDifference(each), ...each.notes]),
      style,
    ),
    ...section('To settle first', problems, style),
    ...section('What could not be known', [...new Set(environments.flatMap(({ unknown }) => unknown))], style),
  ].join('\n')
}

function row({ observed, state, proofs }: PlannedEnvironment, style: Style): string[] {
  const { environment, production, databases } = observed
  const histories = databases.flatMap((database) => database.histories)
  const tone = state.kind === 'blocked' ? 'yellow' : 'green'
  const word = { first: 'to adopt', again: 'changed since', unchanged: 'as recorded', blocked: 'blocked' }[state.kind]
  return [
    environment.name,
    production?.slice(0, 12) ?? 'unknown',
    histories.map(({ applied, tool, place }) => `${applied.length} by ${tool} (${place})`).join('\n') || 'none known',
    histories.map(explained).join('\n'),
    proofs.map(({ by, result }) => `${by}: ${result}`).join('\n'),
    style(tone, word),
  ]
}

function explained({ applied }: ExplainedHistory): string {
  const words = {
    same: 'same bytes',
    named: 'by name',
    edited: 'EDITED',
    several: 'unclear',
    missing: 'MISSING',
    none: 'no file',
  }
  const counts = Object.entries(words).flatMap(([kind, word]) => {
    const count = applied.filter(({ explanation }) => explanation === kind).length
    return count === 0 ? [] : [`${count} ${word}`]
  })
  return counts.join(', ')
}

function section(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [style('bold', title), ...lines.map((line) => `  - ${line}`)]
}

import Table from 'cli-table3'
import type { Style } from './style.ts'

/** A table with a head; cells may hold several lines. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  const table = new Table({ head: head.map((word) => style('bold', word)), style: { head: [], border: [], compact: true } })
  for (const row of rows) table.push([...row])
  return table.toString()
}

import { stripVTControlCharacters } from 'node:util'
import Table from 'cli-table3'
import { renderRecords } from './render-records.ts'
import type { Terminal } from './terminal.ts'

/** How it may look, and how wide it may be. */
export type Page = Pick<Terminal, 'style' | 'columns'>

/** A table with a head; cells may hold several lines. One that is wider than the terminal would break its lines anywhere: then each row is a block of lines instead. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], { style, columns }: Page): string {
  const table = new Table({ head: head.map((word) => style('bold', word)), style: { head: [], border: [], compact: true } })
  for (const row of rows) table.push([...row])
  const text = table.toString()
  const [border = ''] = stripVTControlCharacters(text).split('\n')
  return columns === undefined || border.length <= columns ? text : renderRecords(head, rows, { style, columns })
}

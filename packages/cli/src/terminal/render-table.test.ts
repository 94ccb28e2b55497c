import { expect, test } from 'vitest'
import { renderTable } from './render-table.ts'
import type { Style } from './style.ts'

const plain: Style = (_tone, text) => text
const head = ['package', 'built', 'integration', 'qa']
const rows = [
  ['gift-cards', 'b15487e', '#2 b15487e being looked at\nheld: It smells of something nobody wants', ''],
  ['search', '474b096', '#3 474b096 being looked at', ''],
]

test('is a table where it is not known how wide it may be, and where it fits', () => {
  const table = renderTable(head, rows, { style: plain, columns: undefined })
  const [border = ''] = table.split('\n')
  expect(border).toMatch(/^┌─+┬/)
  expect(renderTable(head, rows, { style: plain, columns: border.length })).toBe(table)
  expect(renderTable(head, rows, { style: plain, columns: border.length - 1 })).not.toContain('┌')
})

test('is a block of whole words for each row on a narrow terminal, and nothing is lost', () => {
  expect(renderTable(head, rows, { style: plain, columns: 40 })).toBe(
    [
      'package gift-cards',
      '  built: b15487e',
      '  integration: #2 b15487e being looked',
      '    at',
      '    held: It smells of something nobody',
      '    wants',
      'package search',
      '  built: 474b096',
      '  integration: #3 474b096 being looked',
      '    at',
    ].join('\n'),
  )
})

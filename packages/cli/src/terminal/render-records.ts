import { stripVTControlCharacters } from 'node:util'
import type { Style } from './style.ts'

/** The first cell of each row as a title, and below it the others with their heads; empty ones are left out. Lines break between words. */
export function renderRecords(
  [kind = '', ...heads]: readonly string[],
  rows: readonly (readonly string[])[],
  { style, columns }: { style: Style; columns: number },
): string {
  const blocks = rows.map(([title = '', ...cells]) => {
    const facts = cells.flatMap((cell, index) => (cell === '' ? [] : [`${style('dim', `${heads[index] ?? ''}:`)} ${cell}`]))
    return [
      `${kind === '' ? '' : style('dim', `${kind} `)}${style('bold', title)}`,
      ...facts.map((fact) => wrapped(fact, columns)),
    ].join('\n')
  })
  return blocks.join('\n')
}

function wrapped(text: string, columns: number): string {
  const lines = text.split('\n').flatMap((line) => broken(line, columns - 4))
  return lines.map((line, index) => `${index === 0 ? '  ' : '    '}${line}`).join('\n')
}

/** A word longer than a line is left to the terminal: nothing is cut off. */
function broken(line: string, width: number): string[] {
  const lines: string[] = []
  for (const word of line.split(' ')) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last} ${word}`
    if (last === undefined || stripVTControlCharacters(longer).length > width) lines.push(word)
    else lines.splice(-1, 1, longer)
  }
  return lines
}

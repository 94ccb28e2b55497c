/** Columns padded to their widest cell; a column that has numbers stands to the right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => String(row[column] ?? '').length)))
  const numeric = header.map((_, column) => rows.some((row) => typeof row[column] === 'number'))
  const cell = (value: string | number, column: number): string => {
    const width = widths[column] ?? 0
    return numeric[column] === true ? String(value).padStart(width) : String(value).padEnd(width)
  }
  return all.map((row) => row.map(cell).join('  ').trimEnd()).join('\n')
}

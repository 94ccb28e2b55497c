import type { Measurement } from './round.ts'

export interface Row {
  what: string
  ours: readonly Measurement[]
  instead: readonly Measurement[]
  oursLabel: string
  insteadLabel: string
  /** One-minute load of the machine, before and after. */
  load: readonly [number, number]
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const at = (index: number): number => sorted[index] ?? Number.NaN
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle))
}

/** Median of the ratios within each round: load that both sides of a round met falls out. */
function ratio({ ours, instead }: Row, of: (one: Measurement) => number): string {
  const middle = median(ours.map((one, round) => of(one) / of(instead[round] ?? one)))
  return middle < 0.1 ? middle.toPrecision(2) : middle.toFixed(2)
}

/** A Markdown table; a ratio below 1 means that ours takes less. */
export function renderTable(rows: readonly Row[]): string {
  const head = ['what', 'ours', 'instead', 'time, ratio', 'peak memory, ratio', 'rounds', 'load']
  const lines = rows.map((row) => [
    row.what,
    `${row.oursLabel}: ${side(row.ours)}`,
    `${row.insteadLabel}: ${side(row.instead)}`,
    `${ratio(row, (one) => one.milliseconds)}`,
    `${ratio(row, (one) => one.peak)}`,
    String(row.ours.length),
    row.load.map((each) => each.toFixed(1)).join(' → '),
  ])
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function side(measured: readonly Measurement[]): string {
  const milliseconds = measured.map((one) => one.milliseconds)
  const range = `${duration(Math.min(...milliseconds))} to ${duration(Math.max(...milliseconds))}`
  const peak = `${(median(measured.map((one) => one.peak)) / 1024).toFixed(0)} MiB`
  return `**${duration(median(milliseconds))}** (${range}), ${peak}`
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms` : `${(milliseconds / 1000).toFixed(2)} s`
}

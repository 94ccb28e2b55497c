import { isTest, type SourceFile } from './source-file.ts'

export interface LineFigures {
  what: string
  files: number
  lines: number
  median: number
  p90: number
  longest: string
}

/** Lines per file by room, sources and tests apart. A percentile is the smallest value that covers that share. */
export function lineFigures(files: readonly SourceFile[]): LineFigures[] {
  const groups = Map.groupBy(files, ({ path }) => groupOf(path))
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, members]) => figures(what, members))
  const sources = files.filter(({ path }) => !isTest(path))
  return [
    ...rows,
    figures('all sources', sources),
    figures(
      'all tests',
      files.filter(({ path }) => isTest(path)),
    ),
  ]
}

export function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

function groupOf(path: string): string {
  const [top = '', name = ''] = path.split('/')
  const room = top === 'packages' ? `${top}/${name}` : top
  return isTest(path) && top !== 'test' ? `${room} (tests)` : room
}

function figures(what: string, files: readonly SourceFile[]): LineFigures {
  const counted = files.map(({ path, text }) => ({ path, lines: lineCount(text) })).sort((a, b) => a.lines - b.lines)
  const at = (share: number): number => counted[Math.max(0, Math.ceil(share * counted.length) - 1)]?.lines ?? 0
  const last = counted.at(-1)
  return {
    what,
    files: counted.length,
    lines: counted.reduce((sum, { lines }) => sum + lines, 0),
    median: at(0.5),
    p90: at(0.9),
    longest: last === undefined ? '' : `${last.lines} ${last.path}`,
  }
}

import { visibleText } from '../names/visible-text.ts'

/** Without width where it is shown, and written with letters that can be seen. */
const breaker = '&#8203;'

/** Text from outside as one line of Markdown: it formats nothing, embeds nothing, links nothing, mentions nobody and refers to no issue. */
export function escapeText(text: string): string {
  return escapeLine(text)
    .replace(/:\/\//g, `:${breaker}//`)
    .replace(/\bwww\./gi, `www${breaker}.`)
}

/** The same, but an address in it stays one that can be followed and copied. */
export function escapeLine(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>#|~$&]/g, '\\$&')
    .replace(/#(?=\d)/g, `#${breaker}`)
    .replace(/@(?=[\p{L}\p{N}_-])/gu, `@${breaker}`)
    .replace(/\b(GH-)(?=\d)/gi, `$1${breaker}`)
}

/** A code span whose fence is longer than any run of backticks inside. Not for table cells. */
export function codeSpan(text: string): string {
  const line = oneLine(text)
  const fence = '`'.repeat(longestRun(line, '`') + 1)
  const pad = line.startsWith('`') || line.endsWith('`') || line.trim() === '' ? ' ' : ''
  return `${fence}${pad}${line}${pad}${fence}`
}

/** Code in a table cell: there a pipe ends a code span's cell, so it is HTML around escaped text. */
export function codeCell(text: string): string {
  return `<code>${escapeText(text)}</code>`
}

/** A fenced block whose fence is longer than any run of backticks inside. */
export function codeBlock(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1))
  return `${fence}${language}\n${visibleText(text).replace(/\n$/, '')}\n${fence}`
}

/** A table of cells that are Markdown already (`escapeText`, `codeCell`); '' when there is no row. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

/** A list of lines that are Markdown already, at most `limit` of them. */
export function list(lines: readonly string[], limit = 50): string {
  const shown = lines.slice(0, limit).map((line) => `- ${line}`)
  return [...shown, ...(lines.length > limit ? [`- and ${lines.length - limit} more`] : [])].join('\n')
}

/** `2026-11-21 06:00 UTC`, rounded up to the minute. */
export function instant(iso: string): string {
  const minute = new Date(Math.ceil(Date.parse(iso) / 60_000) * 60_000).toISOString()
  return `${minute.slice(0, 10)} ${minute.slice(11, 16)} UTC`
}

function oneLine(text: string): string {
  return visibleText(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' '))
}

function longestRun(text: string, character: string): number {
  let longest = 0
  let run = 0
  for (const each of text) {
    run = each === character ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

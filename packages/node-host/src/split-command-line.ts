import { StagecoachError } from '@stagecoach/core'

/**
 * Splits a configured command line into the argument lists of the commands that `&&` joins, by the quoting rules of POSIX shells
 * (XCU 2.2): backslash, single and double quotes. Nothing is expanded: what a shell would expand or redirect is refused, not passed on as text.
 * Errors: `command-syntax`.
 */
export function splitCommandLine(line: string): string[][] {
  const commands: string[][] = []
  let words: string[] = []
  for (const token of tokens(line)) {
    if (token.kind === 'word') words.push(token.text)
    else {
      if (words.length === 0) throw syntax(line, 'there is no command before "&&"')
      commands.push(words)
      words = []
    }
  }
  if (words.length === 0) throw syntax(line, commands.length === 0 ? 'it is empty' : 'there is no command after "&&"')
  return [...commands, words]
}

type Token = { kind: 'word'; text: string } | { kind: 'and' }

interface Part {
  text: string
  /** Position after the part. */
  next: number
}

function* tokens(line: string): Generator<Token> {
  let at = 0
  while (at < line.length) {
    if (/\s/.test(line.charAt(at))) at += 1
    else if (line.startsWith('&&', at)) {
      yield { kind: 'and' }
      at += 2
    } else {
      const word = readWord(line, at)
      yield { kind: 'word', text: word.text }
      at = word.next
    }
  }
}

function readWord(line: string, start: number): Part {
  let text = ''
  let at = start
  while (at < line.length && !/\s/.test(line.charAt(at)) && !line.startsWith('&&', at)) {
    const part = readPart(line, at, at === start)
    text += part.text
    at = part.next
  }
  return { text, next: at }
}

function readPart(line: string, at: number, first: boolean): Part {
  const sign = line.charAt(at)
  if (sign === "'") return readSingle(line, at)
  if (sign === '"') return readDouble(line, at)
  if (sign === '\\') return readEscape(line, at)
  if (/[|;<>&`$()*?[\]{}]/.test(sign) || (first && /[~#]/.test(sign)))
    throw syntax(line, `a shell would act on the unquoted "${sign}" at column ${at + 1}`)
  return { text: sign, next: at + 1 }
}

function readSingle(line: string, at: number): Part {
  const end = line.indexOf("'", at + 1)
  if (end < 0) throw syntax(line, `the quote at column ${at + 1} is not closed`)
  return { text: line.slice(at + 1, end), next: end + 1 }
}

/** Inside double quotes a backslash only escapes `$`, backquote, `"`, itself and a line's end. */
function readDouble(line: string, start: number): Part {
  let text = ''
  for (let at = start + 1; at < line.length; at += 1) {
    const sign = line.charAt(at)
    if (sign === '"') return { text, next: at + 1 }
    if (sign === '$' || sign === '`') throw syntax(line, `a shell would expand the "${sign}" at column ${at + 1}`)
    if (sign === '\\' && /[$`"\\\n]/.test(line.charAt(at + 1))) {
      at += 1
      text += line.charAt(at) === '\n' ? '' : line.charAt(at)
    } else text += sign
  }
  throw syntax(line, `the quote at column ${start + 1} is not closed`)
}

function readEscape(line: string, at: number): Part {
  if (at + 1 >= line.length) throw syntax(line, 'it ends in a backslash')
  const escaped = line.charAt(at + 1)
  return { text: escaped === '\n' ? '' : escaped, next: at + 2 }
}

function syntax(line: string, why: string): StagecoachError {
  return new StagecoachError('command-syntax', `The command line ${JSON.stringify(line)} cannot be run: ${why}.`, {
    hint: "Commands run without a shell. Quote the text with single quotes, or call a script, or write: sh -c '…'.",
  })
}

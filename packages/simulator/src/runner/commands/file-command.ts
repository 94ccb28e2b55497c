export interface KeyValue {
  readonly key: string
  readonly value: string
}

export class FileCommandProblem extends Error {
  readonly code = 'file-command-invalid'
}

/**
 * Reads what a step wrote to GITHUB_ENV, GITHUB_OUTPUT or GITHUB_STATE: `key=value` lines and
 * `key<<delimiter` blocks, by the rules of actions/runner (FileCommandManager.cs). One bad line spoils the file.
 */
export function parseKeyValues(text: string): KeyValue[] {
  const lines = splitLines(text)
  const pairs: KeyValue[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]?.text ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw new FileCommandProblem(`Invalid format '${line}'. Name must not be empty`)
      pairs.push({ key: line.slice(0, equals), value: line.slice(equals + 1) })
    } else if (heredoc >= 0) {
      const block = readBlock(lines, index, heredoc)
      pairs.push({ key: line.slice(0, heredoc), value: block.value })
      index = block.end
    } else throw new FileCommandProblem(`Invalid format '${line}'`)
  }
  return pairs
}

interface Line {
  readonly text: string
  readonly ending: string
}

function splitLines(text: string): Line[] {
  // Only LF ends a line on Linux: a CR stays part of the value, and of the delimiter.
  return [...text.replace(/^\uFEFF/, '').matchAll(/([^\n]*)(\n|$)/g)]
    .map((match) => ({ text: match[1] ?? '', ending: match[2] ?? '' }))
    .filter((line) => line.text !== '' || line.ending !== '')
}

function readBlock(lines: readonly Line[], start: number, heredoc: number): { value: string; end: number } {
  const line = lines[start]?.text ?? ''
  const delimiter = line.slice(heredoc + 2)
  if (heredoc === 0 || delimiter === '') {
    throw new FileCommandProblem(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`)
  }
  let value = ''
  let ending = ''
  for (let index = start + 1; index < lines.length; index++) {
    const next = lines[index]
    if (next === undefined) break
    if (next.text === delimiter) return { value, end: index }
    value += ending + next.text
    ending = next.ending
  }
  throw new FileCommandProblem(`Invalid value. Matching delimiter not found '${delimiter}'`)
}

/** GITHUB_ENV: the same, but NODE_OPTIONS may not be set, so that a step cannot load code into later ones. */
export function parseEnvironment(text: string): KeyValue[] {
  const pairs = parseKeyValues(text)
  const blocked = pairs.find((pair) => pair.key.toUpperCase() === 'NODE_OPTIONS')
  if (blocked !== undefined) {
    throw new FileCommandProblem(`Can't store ${blocked.key} output parameter using '$GITHUB_ENV' command.`)
  }
  return pairs
}

/** GITHUB_PATH: one folder a line; the last one comes first in PATH, each only once. */
export function prependPath(current: readonly string[], text: string): string[] {
  const added = splitLines(text)
    .map((line) => line.text)
    .filter((line) => line !== '')
  return added.reduce<string[]>((path, folder) => [folder, ...path.filter((other) => other !== folder)], [...current])
}

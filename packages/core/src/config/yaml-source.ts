import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml'
import { StagecoachError, type Problem } from '../error.ts'

const byteLimit = 256 * 1024
const aliasLimit = 32

export type Path = readonly (string | number)[]

/** A YAML text with the place of everything in it. */
export interface YamlSource {
  /** Plain JavaScript values; undefined when the text could not be read. */
  value: unknown
  problems: Problem[]
  /** A problem at the value of a path (or the nearest thing above it that is there), or at a key. */
  at(path: Path, message: string, options?: { key?: string; hint?: string }): Problem
  /** Whether something stands at the path. */
  has(path: Path): boolean
}

/** @throws StagecoachError `config-too-large`, before anything is parsed */
export function readYaml(text: string, file: string): YamlSource {
  const bytes = Buffer.byteLength(text)
  if (bytes > byteLimit) {
    throw new StagecoachError('config-too-large', `'${file}' has ${bytes} bytes; at most ${byteLimit} are read.`, {
      hint: 'Move long commands into scripts of the repository.',
    })
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const at: YamlSource['at'] = (path, message, { key, hint } = {}) => {
    const found = nearest(document, path)
    const offset = (key === undefined ? undefined : keyOffset(found, key)) ?? found?.range?.[0] ?? 0
    return place(file, lines, offset, message, hint)
  }
  const problems = [...document.errors, ...document.warnings].map((error) =>
    place(file, lines, error.pos[0], sentence(error.message)),
  )
  if (aliases(document) > aliasLimit) problems.push(at([], `has more than ${aliasLimit} aliases`))
  const readable = document.errors.every((error) => error.code === 'DUPLICATE_KEY') && aliases(document) <= aliasLimit
  const value: unknown = readable ? document.toJS({ maxAliasCount: aliasLimit }) : undefined
  return { value, problems, at, has: (path) => lookup(document, path) !== undefined }
}

function place(file: string, lines: LineCounter, offset: number, message: string, hint?: string): Problem {
  const { line, col } = lines.linePos(offset)
  return { file, line, column: col, message, ...(hint === undefined ? {} : { hint }) }
}

function nearest(document: Document.Parsed, path: Path): Node | undefined {
  for (let length = path.length; length >= 0; length--) {
    const found = lookup(document, path.slice(0, length))
    if (found !== undefined) return found
  }
  return undefined
}

function lookup(document: Document.Parsed, path: Path): Node | undefined {
  let node: Node | null | undefined = document.contents
  for (const step of path) {
    const inside: Node | null | undefined = isAlias(node) ? node.resolve(document) : node
    if (isMap(inside)) node = valueOf(inside.items.find((pair) => keyText(pair) === String(step)))
    else if (isSeq(inside)) node = nodeOf(inside.items[Number(step)])
    else return undefined
  }
  return node ?? undefined
}

/** A key without value (`gates:`) is found at the key itself. */
function valueOf(pair: Pair | undefined): Node | undefined {
  return nodeOf(pair?.value) ?? nodeOf(pair?.key)
}

function nodeOf(value: unknown): Node | undefined {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : undefined
}

function keyOffset(node: Node | undefined, key: string): number | undefined {
  if (!isMap(node)) return undefined
  return nodeOf(node.items.find((pair) => keyText(pair) === key)?.key)?.range?.[0]
}

function keyText(pair: unknown): string | undefined {
  return isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : undefined
}

function aliases(document: Document.Parsed): number {
  let count = 0
  visit(document, { Alias: () => void count++ })
  return count
}

function sentence(message: string): string {
  return message.replace(/\s+/g, ' ').replace(/\.$/, '')
}

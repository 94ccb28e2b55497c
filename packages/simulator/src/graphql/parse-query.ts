import { HttpError } from '../http/http-error.ts'
import type { Json, JsonObject } from '../present/json.ts'

export interface Field {
  readonly name: string
  /** Name in the answer: the alias, or the field's own. */
  readonly key: string
  readonly args: JsonObject
  readonly fields: readonly Field[]
}

export interface Operation {
  readonly kind: 'query' | 'mutation'
  readonly fields: readonly Field[]
}

const token = /[\s,]+|#[^\n]*|(\.\.\.|[!$():=@[\]{|}]|[_A-Za-z]\w*|-?\d+(?:\.\d+)?|"(?:\\.|[^"\\])*")/y

function tokens(text: string): string[] {
  const found: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    if (match === null) throw new HttpError(400, 'Parse error in the GraphQL document.')
    if (match[1] !== undefined) found.push(match[1])
  }
  return found
}

/** Enough of GraphQL for one operation: selections, aliases, arguments, variables, inline fragments. No named fragments. */
class Parser {
  private readonly tokens: readonly string[]
  private readonly variables: JsonObject
  private at = 0

  constructor(text: string, variables: JsonObject) {
    this.tokens = tokens(text)
    this.variables = variables
  }

  private peek(): string {
    return this.tokens[this.at] ?? ''
  }

  private next(): string {
    this.at += 1
    return this.tokens[this.at - 1] ?? ''
  }

  private expect(wanted: string): void {
    const got = this.next()
    if (got !== wanted) throw new HttpError(400, `Parse error on "${got}" in the GraphQL document: expected "${wanted}".`)
  }

  operation(): Operation {
    const kind = this.peek() === 'mutation' ? 'mutation' : 'query'
    while (this.peek() !== '{') {
      if (this.peek() === '(') this.skipParentheses()
      else if (this.next() === '') throw new HttpError(400, 'The GraphQL document has no operation.')
    }
    return { kind, fields: this.selection() }
  }

  private skipParentheses(): void {
    let depth = 0
    do {
      const text = this.next()
      if (text === '(') depth += 1
      if (text === ')') depth -= 1
      if (text === '') throw new HttpError(400, 'The GraphQL document ends too early.')
    } while (depth > 0)
  }

  private selection(): Field[] {
    this.expect('{')
    const fields: Field[] = []
    while (this.peek() !== '}') {
      if (this.peek() === '') throw new HttpError(400, 'The GraphQL document ends too early.')
      if (this.peek() === '...') {
        this.next()
        if (this.peek() === 'on') this.at += 2
        fields.push(...this.selection())
      } else fields.push(this.field())
    }
    this.next()
    return fields
  }

  private field(): Field {
    const first = this.next()
    let name = first
    if (this.peek() === ':') {
      this.next()
      name = this.next()
    }
    const args = this.peek() === '(' ? this.pairs('(', ')') : {}
    return { name, key: first, args, fields: this.peek() === '{' ? this.selection() : [] }
  }

  private pairs(open: string, close: string): JsonObject {
    this.expect(open)
    const pairs: Record<string, Json> = {}
    while (this.peek() !== close) {
      const name = this.next()
      this.expect(':')
      pairs[name] = this.value()
    }
    this.next()
    return pairs
  }

  private value(): Json {
    if (this.peek() === '{') return this.pairs('{', '}')
    const text = this.next()
    if (text === '[') return this.list()
    if (text === '$') return this.variables[this.next()] ?? null
    if (text.startsWith('"')) return String(JSON.parse(text))
    if (text === 'true' || text === 'false') return text === 'true'
    if (text === 'null') return null
    return /^-?\d/.test(text) ? Number(text) : text
  }

  private list(): Json[] {
    const items: Json[] = []
    while (this.peek() !== ']') items.push(this.value())
    this.next()
    return items
  }
}

export function parseQuery(text: string, variables: JsonObject): Operation {
  return new Parser(text, variables).operation()
}

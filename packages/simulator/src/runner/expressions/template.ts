import { ExpressionProblem, evaluate } from './evaluate.ts'
import type { Scope } from './evaluate.ts'
import { isList, isMap, toText } from './value.ts'
import type { Value } from './value.ts'

export type TemplatePart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'expression'; readonly text: string }

/** Cuts a text at its `${{ … }}`; a `}}` inside a quoted string does not end an expression. */
export function splitTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let position = 0
  for (;;) {
    const start = text.indexOf('${{', position)
    if (start < 0) break
    const end = expressionEnd(text, start + 3)
    if (start > position) parts.push({ kind: 'text', text: text.slice(position, start) })
    parts.push({ kind: 'expression', text: text.slice(start + 3, end) })
    position = end + 2
  }
  if (position < text.length) parts.push({ kind: 'text', text: text.slice(position) })
  return parts
}

function expressionEnd(text: string, from: number): number {
  let quoted = false
  for (let index = from; index < text.length; index++) {
    if (text[index] === "'") quoted = !quoted
    else if (!quoted && text.startsWith('}}', index)) return index
  }
  throw new ExpressionProblem(`The expression is not closed: "${text}"`)
}

/** Resolves a whole YAML value: texts, lists, maps, and the key `${{ insert }}` that merges a map into its place. */
export function resolveTemplate(value: Value, scope: Scope): Value {
  if (typeof value === 'string') return resolveText(value, scope)
  if (isList(value)) return value.map((item) => resolveTemplate(item, scope))
  if (!isMap(value)) return value
  const resolved: Record<string, Value> = {}
  for (const [key, item] of Object.entries(value)) {
    if (/^\$\{\{\s*insert\s*\}\}$/.test(key)) {
      const inserted = resolveTemplate(item, scope)
      if (isMap(inserted)) Object.assign(resolved, inserted)
    } else {
      resolved[interpolate(key, scope)] = resolveTemplate(item, scope)
    }
  }
  return resolved
}

/** Resolves to a text, whatever the expression gives. */
export function interpolate(text: string, scope: Scope): string {
  return toText(resolveText(text, scope))
}

function resolveText(text: string, scope: Scope): Value {
  const parts = splitTemplate(text)
  const [first] = parts
  if (parts.length === 1 && first?.kind === 'expression') return evaluate(first.text, scope)
  return parts.map((part) => (part.kind === 'text' ? part.text : toText(evaluate(part.text, scope)))).join('')
}

/** A map of names to texts, as `env` and `with` are. */
export function resolveTexts(value: Value | undefined, scope: Scope): Record<string, string> {
  const resolved = value === undefined ? null : resolveTemplate(value, scope)
  if (!isMap(resolved)) return {}
  return Object.fromEntries(Object.entries(resolved).map(([key, item]) => [key, toText(item)]))
}

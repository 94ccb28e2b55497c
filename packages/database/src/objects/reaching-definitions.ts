import type { ObjectDefinition } from '@stagecoach/core'
import type { RangeVar } from 'libpg-query'
import { unknownCalls } from '../analysis/rules/column-expressions.ts'
import { typesIn } from '../analysis/rules/reached-code.ts'
import { namingIn } from '../sql/names.ts'
import type { Node, Parser } from '../sql/parser.ts'
import { walk } from '../sql/walk.ts'

/**
 * Views that run code of which nothing is known when they are read, with what they call or read for it, by name. `definitions` in
 * dependency order; `known` are views and types from elsewhere of which that is known.
 */
export function reachingDefinitions(
  parser: Parser,
  definitions: readonly ObjectDefinition[],
  known: readonly string[],
): Map<string, string[]> {
  const reaching = new Map<string, string[]>()
  for (const { kind, name, sql } of definitions) {
    if (kind !== 'view' && kind !== 'materialized-view') continue
    const [view] = parser.parse(sql)
    const named = [...relationsIn(view?.stmt), ...typesIn(view?.stmt, namingIn('public'))]
    const read = named.filter((each) => each !== name && (known.includes(each) || reaching.has(each)))
    const reached = [...new Set([...unknownCalls(view?.stmt), ...read])]
    if (reached.length > 0) reaching.set(name, reached)
  }
  return reaching
}

function relationsIn(tree: Node | undefined): string[] {
  const names: string[] = []
  walk({ tree }, (key, value) => {
    if (key === 'RangeVar' || key === 'relation') names.push(namingIn('public').relation(value as RangeVar))
  })
  return names
}

import { StagecoachError, type ObjectDefinition } from '@stagecoach/core'
import type { Parser } from '../sql/parser.ts'
import { referencesOf } from './definition-references.ts'
import type { ParsedDefinition } from './parse-definitions.ts'

/** Each after what it needs; equal ones by name, so that the order does not depend on file names. Errors: `objects-cycle`. */
export function orderDefinitions(parser: Parser, definitions: readonly ParsedDefinition[]): ObjectDefinition[] {
  const nodes = definitions
    .map((definition) => {
      const { hard, soft } = referencesOf(parser, definition)
      return { definition, hard: needed(definition, hard, definitions), soft: needed(definition, soft, definitions) }
    })
    .sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1))
  const ordered: ObjectDefinition[] = []
  const placed = new Set<string>()
  while (ordered.length < nodes.length) {
    const open = nodes.filter((node) => !placed.has(node.definition.name))
    const ready = (needs: readonly string[]): boolean => needs.every((name) => placed.has(name))
    // A body that is only looked at when it runs may wait for something that comes later: mutual recursion is legal.
    const next = open.find((node) => ready(node.hard) && ready(node.soft)) ?? open.find((node) => ready(node.hard))
    if (next === undefined) throw cycle(open)
    const { statements: _parsed, ...definition } = next.definition
    ordered.push({ ...definition, dependsOn: [...new Set([...next.hard, ...next.soft])].sort() })
    placed.add(definition.name)
  }
  return ordered
}

/** The other definitions of the set that these names may mean. */
function needed(self: ParsedDefinition, names: ReadonlySet<string>, all: readonly ParsedDefinition[]): string[] {
  return all
    .filter((other) => other.name !== self.name)
    .filter(
      (other) =>
        names.has(other.name) || (other.name.includes('(') && names.has(other.name.slice(0, other.name.indexOf('(') + 1))),
    )
    .map((other) => other.name)
}

interface OpenNode {
  definition: ParsedDefinition
  hard: readonly string[]
}

/** Follows needs from any open definition until one comes again. */
function cycle(open: readonly OpenNode[]): StagecoachError {
  const names = new Set(open.map((node) => node.definition.name))
  const path: string[] = []
  let at = open[0]
  while (at !== undefined && !path.includes(at.definition.name)) {
    path.push(at.definition.name)
    const next = at.hard.find((name) => names.has(name))
    at = open.find((node) => node.definition.name === next)
  }
  const ring = [...path.slice(path.indexOf(at?.definition.name ?? '')), at?.definition.name ?? '']
  return new StagecoachError('objects-cycle', `Programmable objects need each other in a circle: ${ring.join(' → ')}.`, {
    hint: 'Take one step of the circle apart, for example by a view that both can read.',
  })
}

import type { ObjectUse } from '@stagecoach/core'
import type { Parser } from '../sql/parser.ts'
import { ownerOf } from '../sql/names.ts'
import { referencesOf, type References } from './definition-references.ts'
import type { ParsedDefinition } from './parse-definitions.ts'

/** Definitions that could not stand without these objects, with what each stands on: `view public.report (public.loyalty)`. A body that is only looked at when it runs counts, too: it would fail then. */
export function standingDefinitions(
  parser: Parser,
  definitions: readonly ParsedDefinition[],
  made: readonly Pick<ObjectUse, 'kind' | 'name'>[],
): string[] {
  return definitions.flatMap((definition) => {
    const references = referencesOf(parser, definition)
    const others = made.filter((each) => each.name !== definition.name && refersTo(references, each))
    const all = new Set(others.map((each) => each.name))
    // A table stands for its columns.
    const names = [...all].filter((each) => !all.has(ownerOf(each))).sort()
    return names.length === 0 ? [] : [`${definition.kind} ${definition.name} (${names.join(', ')})`]
  })
}

/** A column counts where its table is read and it is named, or all of them are. */
function refersTo({ hard, soft, columns }: References, { kind, name }: Pick<ObjectUse, 'kind' | 'name'>): boolean {
  const known = (each: string): boolean => hard.has(each) || soft.has(each)
  if (kind === 'column') return known(ownerOf(name)) && (columns.has('*') || columns.has(name.slice(ownerOf(name).length + 1)))
  if (kind === 'routine') return known(`${name.split('(')[0] ?? ''}(`)
  return (kind === 'table' || kind === 'view' || kind === 'type' || kind === 'sequence') && known(name)
}

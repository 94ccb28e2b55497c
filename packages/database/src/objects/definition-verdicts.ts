import type { ObjectDefinition } from '@stagecoach/core'
import { contract, expand, unknown, type Verdict } from '../analysis/verdict.ts'
import { BUILTIN_TYPES, HARMLESS_FUNCTIONS } from '../sql/known-names.ts'
import { lastPart } from '../sql/names.ts'

type Kind = ObjectDefinition['kind']

const WORDS: Record<Kind, string> = {
  view: 'view',
  'materialized-view': 'matview',
  function: 'routine',
  procedure: 'routine',
  trigger: 'trigger',
  other: 'object',
}

/** A definition of a name that the set before did not define. `reached`: what runs when it is filled or read. */
export function judgeMade(
  definition: ObjectDefinition,
  before: readonly ObjectDefinition[],
  reached: readonly string[] | undefined,
): Verdict[] {
  const { kind, name } = definition
  if (kind === 'trigger') return [runsCode(name)]
  if (kind === 'materialized-view' && reached !== undefined) return [fills(name, reached)]
  if (kind === 'function' || kind === 'procedure') return [judgeRoutine(definition, before)]
  return [expand('create-view', 'none', `${name} is new.`)]
}

/** Rules 39 and 40: the name stays and what one gets under it changes. */
export function judgeReplaced(
  { kind, name }: ObjectDefinition,
  before: ObjectDefinition,
  reached: readonly string[] | undefined,
): Verdict[] {
  const filled = kind === 'materialized-view' && reached !== undefined ? [fills(name, reached)] : []
  if (kind !== before.kind) return [judgeDropped(before), ...filled]
  const changes: Verdict = {
    rule: `replace-${WORDS[kind]}`,
    compatibility: 'behavioural',
    lock: 'brief',
    message: `${name} has another definition; the release before may get something else from it.`,
  }
  return [changes, ...(kind === 'trigger' ? [runsCode(name)] : filled)]
}

export function judgeDropped({ kind, name }: ObjectDefinition): Verdict {
  return contract(`drop-${WORDS[kind]}`, 'brief', `${name} is gone; the release before fails where it uses it.`)
}

/** A materialized view that stays as it is, of which something below changes: PostgreSQL may want it made anew. */
export function judgeRefilled({ kind, name }: ObjectDefinition, reached: readonly string[] | undefined): Verdict[] {
  return kind === 'materialized-view' && reached !== undefined ? [fills(name, reached)] : []
}

function runsCode(name: string): Verdict {
  return unknown(`${name} runs a function for statements of every release, whose effects cannot be read from here.`, 'brief')
}

function fills(name: string, reached: readonly string[]): Verdict {
  return unknown(`${name} is filled by calling or reading ${reached.join(', ')}, whose effects cannot be read from here.`)
}

/** Rule 5: an overload may be preferred to what callers of the release before reach now. */
function judgeRoutine({ name }: ObjectDefinition, before: readonly ObjectDefinition[]): Verdict {
  const bare = name.slice(0, name.indexOf('('))
  if (HARMLESS_FUNCTIONS.has(lastPart(bare))) {
    return unknown(`${name} has the name of a function of PostgreSQL, and calls meant for that one may reach it.`, 'none')
  }
  const behavioural = (rule: string, message: string): Verdict => ({ rule, compatibility: 'behavioural', lock: 'none', message })
  if (before.some((each) => each.name.startsWith(`${bare}(`))) {
    return behavioural('overload-routine', `${name} is another ${bare}; calls of the release before may reach it.`)
  }
  // Functional notation: `select c.balance from customer c` calls balance(customer).
  const type = name.slice(bare.length + 1, -1)
  if (type !== '' && !type.includes(',') && !BUILTIN_TYPES.has(type.replace('[]', ''))) {
    return behavioural('row-routine', `${name} is called wherever somebody reads "${lastPart(bare)}" of a ${type}.`)
  }
  return expand('create-routine', 'none', `${name} is new; nobody calls it yet.`)
}

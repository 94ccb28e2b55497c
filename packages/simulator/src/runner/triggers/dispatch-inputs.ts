import { isList, isMap, toText } from '../expressions/value.ts'
import type { Value, ValueMap } from '../expressions/value.ts'

export interface DispatchInputs {
  /** As in `github.event.inputs`: every value a text. */
  readonly texts: Readonly<Record<string, string>>
  /** As in `inputs`: booleans and numbers with their type. */
  readonly typed: ValueMap
  /** What GitHub would refuse with 422. */
  readonly problems: readonly string[]
}

/** Reads the inputs of a workflow_dispatch against their declaration: defaults, required, choice, boolean, number. */
export function readDispatchInputs(declaration: Value | undefined, given: Readonly<Record<string, unknown>>): DispatchInputs {
  const inputs = isMap(declaration) && isMap(declaration['inputs']) ? declaration['inputs'] : {}
  const texts: Record<string, string> = {}
  const typed: Record<string, Value> = {}
  const problems: string[] = []
  const unexpected = Object.keys(given).filter((name) => !(name in inputs))
  if (unexpected.length > 0) problems.push(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`)
  for (const [name, value] of Object.entries(inputs)) {
    const input = isMap(value) ? value : {}
    const text = given[name] === undefined ? toText(input['default'] ?? fallback(input)) : String(given[name])
    if (text === '' && input['required'] === true) problems.push(`Required input '${name}' not provided`)
    else problems.push(...typeProblems(name, input, text))
    texts[name] = text
    typed[name] = typedValue(input, text)
  }
  return { texts, typed, problems }
}

/** Without a default a boolean is false and a choice its first option; everything else is ''. */
function fallback(input: ValueMap): Value {
  if (input['type'] === 'boolean') return false
  if (input['type'] === 'choice' && isList(input['options'])) return input['options'][0] ?? ''
  return ''
}

function typeProblems(name: string, input: ValueMap, text: string): string[] {
  if (input['type'] === 'boolean' && text !== 'true' && text !== 'false') {
    return [`Provided value '${text}' for input '${name}' is not a boolean`]
  }
  if (input['type'] === 'number' && text !== '' && Number.isNaN(Number(text))) {
    return [`Provided value '${text}' for input '${name}' is not a number`]
  }
  const options = isList(input['options']) ? input['options'].map(toText) : []
  if (input['type'] === 'choice' && text !== '' && !options.includes(text)) {
    return [`Provided value '${text}' for input '${name}' not in the list of allowed values`]
  }
  return []
}

function typedValue(input: ValueMap, text: string): Value {
  if (input['type'] === 'boolean') return text === 'true'
  if (input['type'] === 'number') return text === '' ? '' : Number(text)
  return text
}

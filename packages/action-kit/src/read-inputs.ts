import { StagecoachErrors, type Problem } from '@stagecoach/core'
import type { ActionSpec, ValuesOf } from './define-action.ts'
import type { Input } from './input.ts'

/** Stands for the file of a problem in an input, which only the workflow knows. */
export const inputsPlace = 'with'

/**
 * All inputs of an action, parsed. `given` answers with the text of an input, '' when there is none.
 * Errors: `input-invalid`, every problem at once, each with name, value and what is allowed.
 */
export function readInputs<S extends Pick<ActionSpec, 'name' | 'inputs'>>(
  spec: S,
  given: (name: string) => string,
): ValuesOf<S['inputs']> {
  const problems: Problem[] = []
  const values = Object.entries(spec.inputs).map(([name, input]) => {
    const read = readOne(name, input, given(name).trim())
    if ('message' in read) problems.push({ file: inputsPlace, ...read })
    return [name, 'value' in read ? read.value : undefined]
  })
  if (problems.length > 0) throw new StagecoachErrors('input-invalid', `The inputs of "${spec.name}" are not right.`, problems)
  // Each value was parsed by the input of the same name; fromEntries cannot know that.
  return Object.fromEntries(values) as ValuesOf<S['inputs']>
}

type Read = { value: unknown } | { message: string; hint: string }

function readOne(name: string, input: Input<unknown>, text: string): Read {
  const given = text === '' && !isExpression(input.default) ? (input.default ?? '') : text
  if (given === '' && input.required)
    return { message: `input "${name}" is required`, hint: `add under \`with:\`: ${name}: <${input.allowed}>` }
  if (given === '') return { value: isExpression(input.default) ? '' : input.absent }
  const parsed = input.parse(given)
  return parsed ?? { message: `input "${name}" is ${JSON.stringify(given.slice(0, 200))}`, hint: `allowed: ${input.allowed}` }
}

function isExpression(text: string | undefined): boolean {
  return text?.includes('${{') === true
}

/** One input of an action: how it stands in action.yml, and how its text becomes a value. */
export interface Input<Value> {
  readonly description: string
  readonly required: boolean
  /** As in action.yml; may be an expression, which the runner evaluates. */
  readonly default?: string
  /** What may be given, for people: `true or false`. */
  readonly allowed: string
  /** Undefined when the text is not allowed. The text is trimmed and not empty. */
  parse(given: string): { value: Value } | undefined
  /** The value when nothing is given and there is no default. */
  readonly absent: Value
}

interface Described {
  description: string
}

/** A line of text. */
export function text(options: Described & ({ required: true } | { default: string })): Input<string>
export function text(options: Described): Input<string | undefined>
export function text(options: Described & { required?: true; default?: string }): Input<string | undefined> {
  return { ...base(options), allowed: 'text', parse: (given) => ({ value: given }), absent: undefined }
}

/** One of a few words. */
export function choice<const Word extends string>(
  words: readonly Word[],
  options: Described & { default: NoInfer<Word> },
): Input<Word> {
  const fallback = options.default
  return {
    ...base(options),
    allowed: orList(words),
    parse: (given) => {
      const word = words.find((one) => one === given)
      return word === undefined ? undefined : { value: word }
    },
    absent: fallback,
  }
}

/** Only `true` or `false`; default `false`. */
export function boolean(options: Described & { default?: 'true' | 'false' }): Input<boolean> {
  return {
    ...base({ default: 'false', ...options }),
    allowed: 'true or false',
    parse: (given) => (given === 'true' || given === 'false' ? { value: given === 'true' } : undefined),
    absent: false,
  }
}

/** One entry per line; empty lines do not count. */
export function list(options: Described & { required?: true }): Input<string[]> {
  return {
    ...base(options),
    allowed: 'one entry per line',
    parse: (given) => ({
      value: given
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    }),
    absent: [],
  }
}

/** A whole number, not below zero. */
export function number(options: Described & { required: true }): Input<number>
export function number(options: Described): Input<number | undefined>
export function number(options: Described & { required?: true }): Input<number | undefined> {
  return {
    ...base(options),
    allowed: 'a whole number',
    parse: (given) => (/^\d{1,15}$/.test(given) ? { value: Number(given) } : undefined),
    absent: undefined,
  }
}

function base(options: Described & { required?: true; default?: string }): {
  description: string
  required: boolean
  default?: string
} {
  const { description, required = false } = options
  return { description, required, ...(options.default === undefined ? {} : { default: options.default }) }
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}

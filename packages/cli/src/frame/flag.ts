import { InvalidArgumentError } from 'commander'

/** One option of a verb: how it is written, said, and read. `Value` is what the verb gets. */
export interface Flag<Value> {
  readonly flags: string
  readonly description: string
  /** Values it may have, shown in the help. */
  readonly choices?: readonly string[]
  /** Told for each occurrence, with what came before. */
  readonly collect?: (value: string, before: unknown) => unknown
  readonly read: (raw: unknown) => Value
}

export function text(flags: string, description: string): Flag<string | undefined> {
  return { flags, description, read: asText }
}

export function requiredText(flags: string, description: string): Flag<string> {
  return { flags, description: `${description} (required)`, read: (raw) => asText(raw) ?? '' }
}

export function choice<const C extends string>(flags: string, description: string, choices: readonly C[]): Flag<C | undefined> {
  return { flags, description, choices, read: (raw) => choices.find((each) => each === raw) }
}

export function toggle(flags: string, description: string): Flag<boolean> {
  return { flags, description, read: (raw) => raw === true }
}

/** May be given several times. */
export function list(flags: string, description: string): Flag<string[]> {
  const texts = (raw: unknown): string[] => (Array.isArray(raw) ? raw.map(String) : [])
  return {
    flags,
    description: `${description} (may be repeated)`,
    collect: (value, before) => [...texts(before), value],
    read: texts,
  }
}

export function wholeNumber(flags: string, description: string): Flag<number | undefined> {
  const collect = (value: string): number => {
    if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.')
    return Number(value)
  }
  return { flags, description, collect, read: (raw) => (typeof raw === 'number' ? raw : undefined) }
}

function asText(raw: unknown): string | undefined {
  return typeof raw === 'string' ? raw : undefined
}

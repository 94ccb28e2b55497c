import type { Answer } from '../answer.ts'
import type { Context } from './context.ts'
import type { Flag } from './flag.ts'

/** Arguments by position, in order: `text` must be there, `maybe` may, `many` takes the rest. */
export type Positional = { kind: 'text' | 'maybe' | 'many'; description: string }
export type Positionals = Record<string, Positional>
export type Flags = Record<string, Flag<unknown>>

type ArgumentOf<P extends Positional> = P['kind'] extends 'text'
  ? string
  : P['kind'] extends 'maybe'
    ? string | undefined
    : string[]
export type ArgumentsOf<P extends Positionals> = { [Name in keyof P]: ArgumentOf<P[Name]> }
export type OptionsOf<F extends Flags> = { [Name in keyof F]: F[Name] extends Flag<infer Value> ? Value : never }

/** Everything a verb says of itself: the source of its parser, its help, and its part of docs/cli.md. */
export interface VerbSpec<P extends Positionals, F extends Flags> {
  readonly name: string
  /** One sentence. */
  readonly summary: string
  /** More for `--help` and the documentation. */
  readonly details?: string
  readonly arguments: P
  /** Names are those commander derives from the long flags. */
  readonly options: F
  /** Whether `--dry-run` means something to it. */
  readonly dryRun?: boolean
  run(context: Context, given: ArgumentsOf<P> & OptionsOf<F>): Promise<Answer>
}

/** A verb whose types are closed over, so that verbs of any shape fit in one list. */
export interface Verb {
  readonly name: string
  readonly summary: string
  readonly details: string | undefined
  readonly arguments: Positionals
  readonly options: Flags
  readonly dryRun: boolean
  run(context: Context, values: readonly unknown[], options: Readonly<Record<string, unknown>>): Promise<Answer>
}

/** Verbs under one word: `ledger verify`. */
export interface VerbGroup {
  readonly name: string
  readonly summary: string
  readonly verbs: readonly Verb[]
}

export function defineVerb<const P extends Positionals, const F extends Flags>(spec: VerbSpec<P, F>): Verb {
  return {
    name: spec.name,
    summary: spec.summary,
    details: spec.details,
    arguments: spec.arguments,
    options: spec.options,
    dryRun: spec.dryRun ?? false,
    run: (context, values, options) => {
      const given: Record<string, unknown> = {}
      Object.entries(spec.arguments).forEach(([name, { kind }], index) => {
        given[name] = kind === 'many' ? (values[index] ?? []) : values[index]
      })
      for (const [name, flag] of Object.entries(spec.options)) given[name] = flag.read(options[name])
      // The parser was built from the same spec, so that what it read has the shape the spec promises.
      return spec.run(context, given as ArgumentsOf<P> & OptionsOf<F>)
    },
  }
}

import type { PushWake } from '@stagecoach/core'
import type { Input } from './input.ts'

/** Everything an action says of itself: the source of its action.yml, of its README's tables, and of the types in its `main`. */
export interface ActionSpec<
  I extends Record<string, Input<unknown>> = Record<string, Input<unknown>>,
  O extends Record<string, string> = Record<string, string>,
> {
  /** Folder below `actions/`. */
  readonly id: string
  readonly name: string
  readonly description: string
  readonly inputs: I
  /** Name → description. */
  readonly outputs: O
  /** The push that woke a run with these inputs; of those who ask for something, which bars them from approving it. */
  wokenFor?(inputs: ValuesOf<I>): PushWake | undefined
}

export type ValuesOf<I> = { [Name in keyof I]: I[Name] extends Input<infer Value> ? Value : never }

/** The only place where inputs and outputs of an action are named. */
export function defineAction<const I extends Record<string, Input<unknown>>, const O extends Record<string, string>>(
  spec: ActionSpec<I, O>,
): ActionSpec<I, O> {
  return spec
}

export type InputsOf<S extends Pick<ActionSpec, 'inputs'>> = ValuesOf<S['inputs']>

import type { Environment } from '../config/config.ts'
import { resetOf } from '../ledger/resets.ts'
import { refusedRollback } from '../ledger/rollbacks.ts'
import { verifiedStates, type VerifiedState } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'
import type { World } from '../world.ts'
import { findState, operationsSince } from './find-state.ts'
import type { HandRollback } from './hand-rollback.ts'
import { movesBetween } from './moves-between.ts'
import { refusal } from './refuse-rollback.ts'
import { takeOut } from './take-out.ts'
import { nothingBefore, stateBefore } from './verified-before.ts'

export interface RollbackChoice {
  /** One package to take out; what came after it stays. */
  package?: string
  /** `previous`, or the operation or commit of a verified state. */
  to?: string
}

/** What the targets hold, and which operation brought it last. */
interface Present {
  operation: string
  at: string
  packages: readonly PackageRef[]
}

/** By default what failed and was not taken back by itself, else what was deployed last. `now` is ISO 8601 UTC.
 *  @throws StagecoachError `rollback-refused` */
export function chooseRollback(
  { view }: Pick<World, 'view'>,
  environment: Environment,
  { package: name, to }: RollbackChoice,
  now: string,
): HandRollback {
  if (name !== undefined && to !== undefined && to !== 'previous')
    throw refusal(
      `A rollback goes back to a state (${to}) or takes out a package (${name}), not both.`,
      'Give one of `to` and `package`.',
    )
  const present = presentOf(view, environment)
  const of = present.operation
  const state = stateOf(view, environment, of, to)
  const [first, ...others] = state === undefined ? [] : movesBetween(view, environment, present.packages, state, now)
  if (name !== undefined && (first?.package.name !== name || others.length > 0)) {
    if (refusedRollback(view, environment.name) === undefined) return takeOut(view, environment, name, now)
    throw refusal(
      `The newest deployment of ${environment.name} failed and was not taken back; ${name} is not what it brought.`,
      'Take that back first, or promote a repaired version of what failed.',
    )
  }
  if (state === undefined) throw nothingBefore(environment, of)
  if (first === undefined) throw broughtNothing(environment, present)
  const and = operationsSince(view, environment.name, state).filter((each) => each !== of)
  return { environment, of, and, moves: [first, ...others], state }
}

function presentOf(view: World['view'], environment: Environment): Present {
  const left = refusedRollback(view, environment.name)
  const failed = left && view.of('deployment', environment.name).findLast((each) => each.operation === left.of)
  if (failed !== undefined) return failed
  const [current] = verifiedStates(view, environment.name)
  if (current === undefined || current.operation === 'baseline')
    throw refusal(`${environment.name} was not deployed by Stagecoach yet.`, 'There is nothing to return to.')
  if (resetOf(view, environment.name, current.operation) !== undefined)
    throw refusal(
      `${environment.name} was reset at ${current.at}, and nothing was deployed since.`,
      'Its databases before that are gone: reset it to another set, or promote what it lacks.',
    )
  return current
}

function stateOf(view: World['view'], { name }: Environment, present: string, to: string | undefined): VerifiedState | undefined {
  return to === undefined || to === 'previous' ? stateBefore(view, name, present) : findState(view, name, to)
}

function broughtNothing(environment: Environment, { at }: Present): Error {
  return refusal(
    `The newest deployment of ${environment.name} (${at}) brought no package: it deployed what else had changed on ${environment.branch}.`,
    `Revert that commit on ${environment.branch} with a pull request and start the deploy workflow.`,
  )
}

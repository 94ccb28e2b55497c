import { sameComposition } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import { refusedRollback, rollbacksOf } from '../ledger/rollbacks.ts'
import { verifiedStates } from '../ledger/verified-states.ts'
import type { Result } from '../outcome.ts'
import type { World } from '../world.ts'
import type { RollbackChoice } from './choose-rollback.ts'
import { findState, namesIn } from './find-state.ts'

/** A rollback asked for again after it came to its end: the environment holds what it returned to, and nothing came since. */
export function takenBackAlready(
  { view }: Pick<World, 'view'>,
  environment: Environment,
  request: RollbackChoice,
): Result | undefined {
  if (request.to !== undefined && request.to !== 'previous') return thereAlready(view, environment, request.to)
  const last = rollbacksOf(view, environment.name).at(-1)
  if (last?.state !== 'repaired' || (request.package ?? last.package.name) !== last.package.name) return undefined
  const [current, before] = verifiedStates(view, environment.name)
  if (current === undefined || before?.operation !== last.operation) return undefined
  if (!sameComposition(current.packages, before.packages)) return undefined
  const { name, version } = last.package
  const holds = last.to === undefined ? `holds no ${name}` : `holds ${name} ${last.to.version} again`
  return {
    schema: 1,
    outcome: 'unchanged',
    reason: 'nothing-to-do',
    message: `${environment.name} ${holds} since ${current.at}: ${name} ${version} was taken back (${last.reason}), and nothing was deployed since.`,
    environment: environment.name,
    packages: [name],
    operation: last.operation,
    advice: [
      `Promote a repaired version of ${name}. To go back further, name the state: \`to\` takes the operation or commit of one that was verified.`,
    ],
  }
}

/** The state that is asked for by name is the one that is there. */
function thereAlready(view: World['view'], { name }: Environment, to: string): Result | undefined {
  const [current] = verifiedStates(view, name)
  const state = findState(view, name, to)
  if (current === undefined || refusedRollback(view, name) !== undefined) return undefined
  if (state.content !== current.content || !sameComposition(state.packages, current.packages)) return undefined
  const message = `${name} holds the state of ${to} (${namesIn(state)}) since ${current.at}.`
  return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message, environment: name }
}

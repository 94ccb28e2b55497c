import { sameComposition } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import { rollbacksOf } from '../ledger/rollbacks.ts'
import { verifiedStates } from '../ledger/verified-states.ts'
import type { Result } from '../outcome.ts'
import type { World } from '../world.ts'

/** A rollback asked for again after it came to its end: the environment holds what it returned to, and nothing came since. */
export function takenBackAlready(
  { view }: Pick<World, 'view'>,
  environment: Environment,
  request: { package?: string },
): Result | undefined {
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
      `Promote a repaired version of ${name}. A rollback takes back the newest deployment alone; another package goes with a repaired version of it.`,
    ],
  }
}

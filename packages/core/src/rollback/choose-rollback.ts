import { findPackage } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { refusedRollback } from '../ledger/rollbacks.ts'
import { verifiedStates, type VerifiedState } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'
import type { World } from '../world.ts'
import { verifiedBefore } from './verified-before.ts'

export interface HandRollback {
  environment: Environment
  /** The operation to take back. */
  of: string
  before: VerifiedState
  moved: PackageRef
  to: PackageRef | undefined
}

/** What failed and was not taken back by itself, else what was deployed last. */
export function chooseRollback(
  world: Pick<World, 'view'>,
  environment: Environment,
  request: { package?: string },
): HandRollback {
  const [current] = verifiedStates(world.view, environment.name)
  const left = refusedRollback(world.view, environment.name)
  if (left !== undefined && (request.package ?? left.package.name) === left.package.name) {
    const before = verifiedBefore(world.view, environment.name, left.of)
    return { environment, of: left.of, before, moved: left.package, to: left.to }
  }
  if (current?.operation === undefined)
    throw refusal(`${environment.name} was not deployed by Stagecoach yet.`, 'There is nothing to return to.')
  const before = verifiedBefore(world.view, environment.name, current.operation)
  const moved = current.packages.filter((each) => !before.packages.some((known) => known.digest === each.digest))
  const only = onlyPackage(environment, current, moved)
  if (request.package !== undefined && request.package !== only.name) {
    throw refusal(
      `${request.package} is not what the newest deployment of ${environment.name} brought; that was ${only.name}.`,
      `Roll back ${only.name}, or promote a repaired ${request.package}.`,
    )
  }
  return {
    environment,
    of: current.operation,
    before,
    moved: only,
    to: findPackage(before.packages, only.name, only),
  }
}

/** @throws StagecoachError `rollback-refused` when a deployment brought none, or several */
function onlyPackage(environment: Environment, { at }: Pick<VerifiedState, 'at'>, moved: readonly PackageRef[]): PackageRef {
  const [only] = moved
  if (only === undefined)
    throw refusal(
      `The newest deployment of ${environment.name} (${at}) brought no package: it deployed what else had changed on ${environment.branch}.`,
      `Revert that commit on ${environment.branch} with a pull request and start the deploy workflow.`,
    )
  if (moved.length > 1) {
    const names = moved.map((each) => `${each.name} ${each.version}`).join(', ')
    throw refusal(
      `The newest deployment of ${environment.name} brought several packages at once: ${names}.`,
      'A rollback takes back one. Promote a repaired version of the one that is wrong.',
    )
  }
  return only
}

function refusal(message: string, hint: string): StagecoachError {
  return new StagecoachError('rollback-refused', message, { hint })
}

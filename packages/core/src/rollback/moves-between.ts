import { findPackage } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import { releaseCommand } from '../ledger/act-commands.ts'
import { holdsOn } from '../ledger/acts.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { PackageMove } from '../ledger/record.ts'
import type { VerifiedState } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'
import { refusal } from './refuse-rollback.ts'

/** What has to leave, or to go back to an older version, so that the targets hold a state again; in canonical order reversed, so that what stands on another goes first. A rollback brings back no package that has left since, and no quarantined version.
 *  @throws StagecoachError `rollback-refused` */
export function movesBetween(
  view: LedgerView,
  environment: Environment,
  present: readonly PackageRef[],
  state: Pick<VerifiedState, 'packages' | 'at'>,
  now: string,
): PackageMove[] {
  const moved = present.filter((each) => !state.packages.some((known) => known.digest === each.digest)).toReversed()
  const moves = moved.map((each) => move(each, findPackage(state.packages, each.name, each)))
  const returning = state.packages.filter(
    (each) => !present.some((held) => held.digest === each.digest) && !moves.some(({ to }) => to?.digest === each.digest),
  )
  const [stranger] = returning
  if (stranger !== undefined)
    throw refusal(
      `The state verified ${state.at} holds ${stranger.name} ${stranger.version}, which has left ${environment.name} since.`,
      `A rollback brings nothing in. Go back to a later state, or promote ${stranger.name} again.`,
    )
  for (const { to } of moves) if (to !== undefined) refuseHeld(view, environment, to, now)
  return moves
}

export function move(pkg: PackageRef, to: PackageRef | undefined): PackageMove {
  return { package: pkg, ...(to === undefined ? {} : { to }) }
}

/** @throws StagecoachError `rollback-refused` when the version that would come back is quarantined */
export function refuseHeld(view: LedgerView, environment: Environment, to: PackageRef, now: string): void {
  const hold = holdsOn(view, environment.name, to, now).at(-1)
  if (hold === undefined) return
  throw refusal(
    `${to.name} ${to.version} would come back, and it is held in ${environment.name}: ${hold.reason}.`,
    `Go back to another state, or lift the hold: ${releaseCommand(view, now, hold, to)}`,
  )
}

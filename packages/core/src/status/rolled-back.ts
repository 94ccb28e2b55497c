import type { LedgerView, RecordOf } from '../ledger/history.ts'
import type { PackageMove } from '../ledger/record.ts'
import { movesOf, openRollback, rollbacksOf } from '../ledger/rollbacks.ts'
import type { PackageRef } from '../package/package.ts'
import type { PackageCell } from './status-view.ts'

/** The newest rollback of a package, while the environment has not got it back; `held` is what its branch lists. */
export function rolledBack(
  view: LedgerView,
  environment: string,
  name: string,
  held: PackageRef | undefined,
): PackageCell['rolledBack'] {
  const last = rollbacksOf(view, environment).findLast((each) => each.state !== 'refused' && moveOf(each, name) !== undefined)
  const move = last && moveOf(last, name)
  if (last === undefined || move === undefined) return undefined
  const { package: pkg, to } = move
  const leaving = held?.digest === pkg.digest
  if (leaving && leavingBy(view, environment, pkg)?.operation !== last.operation) return undefined
  const returned = held !== undefined && !leaving && held.digest !== to?.digest
  if (returned) return undefined
  return {
    version: pkg.version,
    at: last.at,
    reason: last.reason,
    ...(to === undefined ? {} : { to: to.version }),
    ...(last.repair === undefined ? {} : { pullRequest: last.repair.pullRequest }),
  }
}

/** The rollback with whose repair a version that the branch still lists leaves it. */
export function leavingBy(view: LedgerView, environment: string, pkg: PackageRef): RecordOf<'rollback'> | undefined {
  const open = openRollback(view, environment)
  return open !== undefined && moveOf(open, pkg.name)?.package.digest === pkg.digest ? open : undefined
}

function moveOf(rollback: RecordOf<'rollback'>, name: string): PackageMove | undefined {
  return movesOf(rollback).find((each) => each.package.name === name)
}

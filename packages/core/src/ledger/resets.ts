import type { PackageRef } from '../package/package.ts'
import type { Actor } from '../ports/actor.ts'
import type { LedgerView, RecordOf } from './history.ts'
import type { NewEntry } from './record.ts'
import type { ResetEntry } from './reset-entry.ts'

/** The newest record of each reset of an environment, oldest reset first. */
export function resetsOf(view: LedgerView, environment: string): RecordOf<'reset'>[] {
  const newest = new Map<string, RecordOf<'reset'>>()
  for (const record of view.of('reset', environment)) newest.set(record.operation, record)
  return [...newest.values()]
}

/** The reset for which the environment is paused: planned, and not deployed and verified yet. */
export function openReset(view: LedgerView, environment: string): RecordOf<'reset'> | undefined {
  return resetsOf(view, environment).findLast((record) => record.state !== 'done' && record.state !== 'withdrawn')
}

/** The newest reset that came to its end. Everything that was in the environment's databases before it is gone. */
export function lastReset(view: LedgerView, environment: string): RecordOf<'reset'> | undefined {
  return view.of('reset', environment).findLast((record) => record.state === 'done')
}

export function resetOf(view: LedgerView, environment: string, operation: string): RecordOf<'reset'> | undefined {
  return resetsOf(view, environment).find((record) => record.operation === operation)
}

/** Everyone who asked for a reset, or for it once more. What carried it on since asked for nothing. */
export function askersOf(view: LedgerView, environment: string, operation: string): Actor[] {
  return view
    .of('reset', environment)
    .flatMap((each) => (each.operation === operation && each.state === 'planned' ? [each.by] : []))
}

/** Whether a reset took the place of this operation, which came to no end of its own. A reset whose place another took has ended it all the same. */
export function isEndedByReset(view: LedgerView, environment: string, operation: string): boolean {
  return resetsOf(view, environment).some(
    (record) =>
      record.ends === operation && (record.state !== 'withdrawn' || isEndedByReset(view, environment, record.operation)),
  )
}

/** A version that the newest reset dropped, and that nobody brought back since. Automation leaves it out; a person may ask for it. */
export function isDropped(view: LedgerView, environment: string, pkg: Pick<PackageRef, 'digest'>): boolean {
  const last = lastReset(view, environment)
  if (last?.dropped.some((each) => each.digest === pkg.digest) !== true) return false
  const later = view.of('verification', environment).filter((each) => each.seq > last.seq && each.passed)
  return !later.some((each) => each.packages.some((held) => held.digest === pkg.digest))
}

/** A further record of a reset: what it is stays, its state moves on. `once` tells attempts of the same state apart. */
export function resetRecord(
  { operation, environment, tip, production, chosen, packages, dropped, content, tree, reason, ends, proposal }: ResetEntry,
  state: ResetEntry['state'],
  once = '',
): ResetEntry & Pick<NewEntry, 'key'> {
  return {
    kind: 'reset',
    key: `reset:${state}:${operation}${once === '' ? '' : `:${once}`}`,
    operation,
    environment,
    state,
    tip,
    production,
    chosen,
    packages,
    dropped,
    content,
    tree,
    reason,
    ...(ends === undefined ? {} : { ends }),
    ...(proposal === undefined ? {} : { proposal }),
  }
}

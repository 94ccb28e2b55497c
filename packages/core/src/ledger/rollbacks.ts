import type { Digest } from '../digest.ts'
import type { LedgerView, RecordOf } from './history.ts'
import { isEndedByReset } from './resets.ts'
import type { PackageMove, RollbackEntry } from './record.ts'

/** The newest record of each rollback of an environment, oldest rollback first. */
export function rollbacksOf(view: LedgerView, environment: string): RecordOf<'rollback'>[] {
  const newest = new Map<string, RecordOf<'rollback'>>()
  for (const record of view.of('rollback', environment)) newest.set(record.operation, record)
  return [...newest.values()]
}

/** The rollback for which the environment is paused: begun, its repair of the branch not deployed yet, and no reset in its place. */
export function openRollback(view: LedgerView, environment: string): RecordOf<'rollback'> | undefined {
  return rollbacksOf(view, environment).findLast(
    ({ state, operation }) => state !== 'repaired' && state !== 'refused' && !isEndedByReset(view, environment, operation),
  )
}

/** A failed operation whose rollback was refused and after which nothing was verified: it is what the targets hold now, and waits for a person. */
export function refusedRollback(view: LedgerView, environment: string): RecordOf<'rollback'> | undefined {
  const newest = rollbacksOf(view, environment).at(-1)
  if (newest?.state !== 'refused') return undefined
  const later = view.of('verification', environment).some((each) => each.passed && each.seq > newest.seq)
  return later ? undefined : newest
}

/** What the targets have run of versions whose deployment failed and was not taken back, by digest of the version: `package/0001_x`. */
export type RanByHalf = ReadonlyMap<Digest, readonly string[]>

/** Every version that is not among them ran whole. */
export function ranByHalf(view: LedgerView, environment: string): RanByHalf {
  const left = refusedRollback(view, environment)
  const ran = left?.ran
  if (left === undefined || ran === undefined) return new Map()
  return new Map(movesOf(left).map((move) => [move.package.digest, ran]))
}

/** How often one of these digests was rolled back here without a person asking. */
export function automaticRollbacks(view: LedgerView, environment: string, digests: ReadonlySet<Digest>): number {
  return rollbacksOf(view, environment).filter(
    (record) =>
      record.automatic && record.state !== 'refused' && movesOf(record).some((move) => digests.has(move.package.digest)),
  ).length
}

/** Every package that a rollback takes out or back to an older version. */
export function movesOf(rollback: Pick<RollbackEntry, 'package' | 'to' | 'others'>): PackageMove[] {
  const { package: moved, to, others = [] } = rollback
  return [{ package: moved, ...(to === undefined ? {} : { to }) }, ...others]
}

/** Every operation that a rollback takes back. */
export function takenBackBy({ of, and = [] }: Pick<RollbackEntry, 'of' | 'and'>): string[] {
  return [of, ...and]
}

/** When exactly this plan was shown to somebody. */
export function shownPlan(view: LedgerView, environment: string, digest: Digest): RecordOf<'rollback-plan'> | undefined {
  return view.of('rollback-plan', environment).findLast((each) => each.digest === digest)
}

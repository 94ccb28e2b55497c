import { digestOf } from '../digest.ts'
import type { Environment } from '../config/config.ts'
import type { PackageMove, RollbackEntry } from '../ledger/record.ts'
import type { VerifiedState } from '../ledger/verified-states.ts'

/** What a person asks to take back, before anything of the targets was looked at. */
export interface HandRollback {
  environment: Environment
  /** The newest operation to take back. */
  of: string
  /** Earlier ones that go with it, newest first. */
  and: string[]
  /** What leaves, or goes back to an older version; at least one. */
  moves: [PackageMove, ...PackageMove[]]
  /** What the targets return to. */
  state: VerifiedState
  /** One package goes and what came later stays: the state was never deployed like this. `before` is the state before it came. */
  apart?: { before: VerifiedState | undefined }
  /** What else leaves the branch with it, a line each for people. */
  leaving?: readonly string[]
}

/** The id of the rollback that takes an operation back. */
export function rollbackOperation(of: string): string {
  return digestOf({ rollback: of }).slice(0, 16)
}

/** Names under which the moved packages may stand in a database's log. */
export function namesOf(moves: readonly PackageMove[]): Set<string> {
  return new Set(
    moves.flatMap(({ package: pkg, to }) => [pkg.name, ...(pkg.formerly ?? []), ...(to === undefined ? [] : [to.name])]),
  )
}

/** What the ledger records of it, before the plan is known. */
export function draftOf({ environment, of, and, moves, state, apart }: HandRollback): RollbackDraft {
  const [first, ...others] = moves
  const { operation, commit, content, packages, at } = state
  return {
    kind: 'rollback',
    operation: rollbackOperation(of),
    environment: environment.name,
    of,
    ...first,
    automatic: false,
    ...(others.length === 0 ? {} : { others }),
    ...(and.length === 0 ? {} : { and }),
    ...(apart === undefined ? {} : { touched: [] }),
    target: { operation, commit, content, packages, at },
  }
}

export type RollbackDraft = Omit<RollbackEntry, 'plan' | 'state' | 'reason'>

import { migrationsOf, type ChangedByOperation } from '../deployment/applied.ts'
import type { PackageMove } from '../ledger/record.ts'
import type { Result } from '../outcome.ts'
import type { HandRollback } from './hand-rollback.ts'
import type { RollbackPlan } from './rollback-plan.ts'

/** The plan of a rollback for people, a line for each thing that will happen. */
export function describePlan(hand: HandRollback, plan: RollbackPlan, changed: ChangedByOperation): string[] {
  const runs = plan.kind === 'undo' || (plan.kind === 'data-losing' && !plan.stays)
  const [applied, undone] = [migrationsOf(changed.applied), migrationsOf(changed.undone)]
  const stays = plan.kind === 'application-only' || (plan.kind === 'data-losing' && plan.stays)
  return [
    ...hand.moves.map(describeMove),
    ...(hand.leaving ?? []),
    ...(plan.kind === 'refused' ? [`It cannot be done: ${plan.why}.`] : [`Plan ${plan.kind}: ${plan.why}.`]),
    ...(runs ? applied.toReversed().map((each) => `undo ${each}`) : []),
    ...(runs ? undone.map((each) => `apply ${each} again`) : []),
    ...(stays ? applied.map((each) => `${each} stays in the database, on the record as left behind`) : []),
    ...(plan.kind === 'snapshot' ? [`lost: whatever was written to the database since ${plan.snapshot.at}`] : []),
    ...(plan.kind === 'data-losing' ? plan.losses.map((each) => `lost: ${each}`) : []),
  ]
}

export function describeMove({ package: { name, version }, to }: PackageMove): string {
  return to === undefined ? `${name} ${version} leaves` : `${name} ${version} goes, and ${to.version} comes back`
}

/** `loyalty 1.0.0 and search 2.0.0` */
export function namesOfMoves(moves: readonly PackageMove[]): string {
  return moves.map(({ package: { name, version } }) => `${name} ${version}`).join(' and ')
}

/** What every answer about a rollback by hand says of it. */
export function aboutHand({ environment, moves, state }: HandRollback): Partial<Result> {
  return {
    environment: environment.name,
    packages: moves.map((each) => each.package.name),
    shas: { content: state.content },
  }
}

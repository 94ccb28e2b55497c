import type { ActEntry, NewEntry, PackageMove, RollbackEntry } from '../ledger/record.ts'
import type { Room } from '../ports/runtime.ts'
import { draftOf, type HandRollback } from './hand-rollback.ts'
import type { PlannedByHand } from './plan-by-hand.ts'
import type { RollbackPlan } from './rollback-plan.ts'

/** What the ledger gets before a rollback by hand changes anything: its intention, and a hold on everything that goes. */
export function intendedEntries(
  room: Room,
  hand: HandRollback,
  planned: PlannedByHand & { plan: Exclude<RollbackPlan, { kind: 'refused' }> },
  reason: string,
): { rollback: RollbackEntry; all: NewEntry[] } {
  const rollback = intention(hand, planned, reason)
  const holds = hand.moves.map((move) => holdEntry(room, hand, move, reason))
  return { rollback, all: [{ ...rollback, key: `rollback:intended:${rollback.operation}` }, ...holds] }
}

function intention(hand: HandRollback, { plan, touched }: Parameters<typeof intendedEntries>[2], reason: string): RollbackEntry {
  return {
    ...draftOf(hand),
    plan: plan.kind,
    state: 'intended',
    reason,
    ...(hand.apart === undefined ? {} : { touched }),
    ...(plan.kind === 'snapshot' ? { snapshot: plan.snapshot.operation } : {}),
    ...(plan.kind === 'data-losing' ? { losses: plan.losses, stays: plan.stays } : {}),
  }
}

function holdEntry(
  { host }: Room,
  { environment, of }: HandRollback,
  { package: moved }: PackageMove,
  reason: string,
): ActEntry & { key: string } {
  return {
    kind: 'act',
    key: `hold:${environment.name}:${moved.digest}:${of}`,
    act: 'hold',
    person: host.actor.triggering ?? host.actor.login,
    role: 'rollback',
    reason,
    environment: environment.name,
    package: moved.name,
    digest: moved.digest,
  }
}

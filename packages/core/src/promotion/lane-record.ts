import { digestOf } from '../digest.ts'
import type { ActEntry, NewEntry } from '../ledger/record.ts'
import type { Room } from '../ports/runtime.ts'
import type { PromotionSubject } from './subject.ts'

/** A lane is an exception that someone answers for: it stands in the ledger beside the overrides, with person and reason, once for each version, lane and reason. Made again by a run of the machine, it stays that person's. */
export function laneRecord(
  { host }: Pick<Room, 'host'>,
  { environment, package: pkg, lane }: Pick<PromotionSubject, 'environment' | 'package' | 'lane'>,
  effect: string | undefined,
): NewEntry[] {
  if (lane === undefined) return []
  const entry: ActEntry = {
    kind: 'act',
    act: 'override',
    person: host.actor.triggering ?? host.actor.login,
    role: `lane ${lane.name}`,
    reason: lane.reason,
    environment: environment.name,
    package: pkg.name,
    digest: pkg.digest,
    ...(effect === undefined ? {} : { effect }),
    gates: [...lane.rules.skip],
    lane: lane.name,
  }
  const about = digestOf({ environment: environment.name, digest: pkg.digest, lane: lane.name, reason: lane.reason })
  return [{ ...entry, key: `act:lane:${about.slice(0, 16)}` }]
}

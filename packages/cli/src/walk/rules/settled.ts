import type { LedgerRecord, StatusView } from '@stagecoach/core'
import { stops } from '../shop.ts'
import { Violation } from '../violation.ts'
import type { Walk } from '../walk.ts'
import { isHeld } from './held.ts'

/** After hours of sweeps nothing is under way that could go on by itself: what waits, waits for a person, and the status says for what. */
export function checkSettled(walk: Walk, status: StatusView): void {
  for (const stop of stops) {
    const shown = status.environments.find((each) => each.name === stop)
    const { operation, paused, lease } = shown ?? {}
    if (operation === undefined && lease !== undefined)
      throw new Violation('lease-kept', `${stop} is leased to ${lease.operation} after hours of sweeps, and nothing is under way`)
    if (operation === undefined || paused !== undefined || operation.stage === 'failed') continue
    if (waitsForRelease(walk.looks.records, stop, operation.id)) continue
    throw new Violation('stuck', `the ${operation.verb} ${operation.id} of ${stop} is ${operation.stage} after hours of sweeps`)
  }
}

/** It was merged before somebody held what it brings. */
function waitsForRelease(records: readonly LedgerRecord[], stop: string, operation: string): boolean {
  const intent = records.findLast((each) => each.kind === 'intent' && each.operation === operation)
  return intent?.kind === 'intent' && intent.packages.some(({ name, digest }) => isHeld(records, stop, name, digest))
}

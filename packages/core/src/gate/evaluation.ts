import type { Environment } from '../config/config.ts'
import { digestOf } from '../digest.ts'
import type { RecordOf } from '../ledger/history.ts'
import type { NewEntry } from '../ledger/record.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { newApprovals } from './approval-records.ts'
import type { Decision } from './decision.ts'
import type { GateFacts } from './facts.ts'

/** A promotion with the facts that were gathered and what was decided on them. */
export interface Evaluated {
  environment: Environment
  pull: PullRequest
  promotion: RecordOf<'promotion'>
  facts: GateFacts
  decision: Decision
}

/** Ledger records of an evaluation: approvals seen for the first time, and the decision when it is another than the last one. */
export function evaluationEntries(room: Room, { environment, pull, promotion, facts, decision }: Evaluated): NewEntry[] {
  const digest = digestOf(decision)
  return [
    ...newApprovals(facts),
    {
      kind: 'decision',
      key: `decision:${pull.number}:${promotion.head}:${digest}`,
      environment: environment.name,
      package: promotion.package.name,
      pullRequest: pull.number,
      head: promotion.head,
      ...(promotion.effect === undefined ? {} : { effect: promotion.effect.digest }),
      decision,
      config: room.config.blob,
    },
  ]
}

import type { Room } from '../ports/runtime.ts'
import type { Evaluated } from '../gate/evaluation.ts'
import type { Proposal } from './publish.ts'

/** Finds our one comment on a pull request; its author is checked by the adapter. */
export const promotionMarker = '<!-- stagecoach:promotion -->'

export function renderPromotionComment(_room: Room, proposal: Proposal, _pullRequest: number): string {
  return `${promotionMarker}\n${proposal.subject.package.name}`
}

export function renderDecisionComment(_room: Room, evaluated: Evaluated): string {
  return `${promotionMarker}\n${evaluated.promotion.package.name}`
}

import type { Unclear } from '../foreign/tip-trouble.ts'
import type { Decision } from '../gate/decision.ts'
import { viewHistory } from '../ledger/history.ts'
import type { Room } from '../ports/runtime.ts'
import { promotionReport } from '../report/promotion-report.ts'
import { promotionMarker, renderPromotion } from '../report/render-promotion.ts'

export { promotionMarker }

/** The tables of the comment, for the summary of a job; undefined when it is the pull request of something else. */
export async function renderPromotionSummary(room: Room, pullRequest: number): Promise<string | undefined> {
  const known = viewHistory(await room.host.ledger.latest()).of('promotion')
  if (!known.some((each) => each.pullRequest === pullRequest)) return undefined
  return (await renderPromotionComment(room, pullRequest)).replace(promotionMarker, '').trim()
}

/** The sticky comment of a promotion as the ledger knows it now; a decision just made goes before the recorded one. */
export async function renderPromotionComment(
  room: Room,
  pullRequest: number,
  decision?: Decision,
  trouble?: Unclear,
): Promise<string> {
  const { host, config } = room
  const view = viewHistory(await host.ledger.latest())
  const report = promotionReport(view, config, pullRequest, host.clock.now().toISOString(), decision)
  return report === undefined ? promotionMarker : renderPromotion({ ...report, ...(trouble === undefined ? {} : { trouble }) })
}

import type { Unclear } from '../foreign/tip-trouble.ts'
import type { Decision } from '../gate/decision.ts'
import { viewHistory } from '../ledger/history.ts'
import type { Room } from '../ports/runtime.ts'
import { promotionReport } from '../report/promotion-report.ts'
import { promotionMarker, renderPromotion } from '../report/render-promotion.ts'

export { promotionMarker }

/** GitHub takes 1 MiB for each step; what the action itself says stands above. https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits */
const summaryLimit = 900_000

/** The whole of the comment, also what a comment is too short for, for the summary of a job; undefined when it is the pull request of something else. */
export async function renderPromotionSummary({ host, config }: Room, pullRequest: number): Promise<string | undefined> {
  const view = viewHistory(await host.ledger.latest())
  if (!view.of('promotion').some((each) => each.pullRequest === pullRequest)) return undefined
  const report = promotionReport(view, config, pullRequest, host.clock.now().toISOString())
  return report === undefined ? undefined : renderPromotion(report, summaryLimit).replace(promotionMarker, '').trim()
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

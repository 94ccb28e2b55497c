import type { Config } from '../config/config.ts'
import { newestDecision, promotionsOf } from '../ledger/promotions.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { Decision } from '../gate/decision.ts'
import { sharedWithUnreleased } from './neighbours.ts'
import type { PromotionReport } from './render-promotion.ts'

/** What the ledger says of a promotion pull request; undefined when it knows none. A decision on an older head is not shown. */
export function promotionReport(
  view: LedgerView,
  config: Config,
  pullRequest: number,
  now: string,
  decision?: Decision,
): PromotionReport | undefined {
  const promotion = promotionsOf(view, pullRequest).at(-1)
  if (promotion === undefined) return undefined
  const recorded = newestDecision(view, pullRequest)
  const current = decision ?? (recorded?.head === promotion.head ? recorded.decision : undefined)
  const disposable = config.environments.find((each) => each.name === promotion.environment)?.disposable === true
  const production = config.environments.find((each) => each.production)?.name ?? ''
  return {
    promotion,
    ...(current === undefined ? {} : { decision: current }),
    shared: sharedWithUnreleased(view, promotion, production),
    disposable,
    now,
  }
}

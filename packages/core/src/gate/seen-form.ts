import type { Review } from '../ports/forge.ts'
import type { GateFacts } from './facts.ts'

/** The form of the promotion that a reviewer had before them: the newest recorded by then. GitHub cuts the time of a review to its second, so a form recorded within that second was there. */
export function seenForm(
  promotions: GateFacts['promotions'],
  review: Pick<Review, 'submittedAt'>,
): GateFacts['promotions'][number] | undefined {
  const submitted = Date.parse(review.submittedAt)
  return promotions.findLast((each) => Math.floor(Date.parse(each.at) / 1000) * 1000 <= submitted)
}

import type { NewEntry } from '../ledger/record.ts'
import type { GateFacts } from './facts.ts'
import { seenForm } from './seen-form.ts'

/** Approvals not recorded yet, each with the effect that the pull request had when it was given: of the newest form recorded before, and only when the review names that head. */
export function newApprovals(facts: GateFacts): NewEntry[] {
  const known = new Set(facts.reviews.recorded.map((each) => each.review))
  return facts.reviews.submitted
    .filter((review) => review.state === 'approved' && !review.bot && !known.has(review.id))
    .flatMap((review) => {
      const seen = seenForm(facts.promotions, review)
      if (seen?.effect === undefined || seen.head !== review.commit) return []
      return [
        {
          kind: 'approval' as const,
          key: `approval:${facts.pullRequest.number}:${review.id}`,
          environment: facts.environment.name,
          package: facts.package.name,
          digest: seen.package.digest,
          effect: seen.effect.digest,
          pullRequest: facts.pullRequest.number,
          person: review.person,
          review: review.id,
          submittedAt: review.submittedAt,
        },
      ]
    })
}

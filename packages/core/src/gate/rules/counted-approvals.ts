import type { ApprovalEntry } from '../../ledger/record.ts'
import type { Review } from '../../ports/forge.ts'
import { newApprovals } from '../approval-records.ts'
import type { GateFacts, MergedEffect } from '../facts.ts'
import { seenForm } from '../seen-form.ts'
import { partInIt } from './people.ts'

/** What becomes of each reviewer's last word. */
export interface Verdict {
  person: string
  kind: 'counts' | 'void' | 'denies'
  /** A sentence for people; for a counting approval only when it was carried over a moved base. */
  reason?: string
}

/** The last word of each reviewer: an approval that is bound to this digest, environment and effect counts; every other one is void, and says why. */
export function verdicts(facts: GateFacts, fourEyes: boolean): Verdict[] {
  return lastWords(facts.reviews.submitted).map((review) => judge(facts, review, fourEyes))
}

/** Comments leave an earlier approval or request standing; a dismissal takes it away. */
export function lastWords(reviews: readonly Review[]): Review[] {
  const words = new Map<string, Review>()
  for (const review of reviews) if (review.state !== 'commented') words.set(review.person.toLowerCase(), review)
  return [...words.values()].filter((review) => review.state !== 'dismissed')
}

function judge(facts: GateFacts, review: Review, fourEyes: boolean): Verdict {
  const unbound = whyUnbound(facts, bindingOf(facts, review)) ?? lanePassedBy(facts, review)
  const verdict = verdictOn(review, { barred: whyBarred(facts, review, fourEyes), unbound })
  return verdict.kind === 'counts' ? carried(facts, review) : verdict
}

/** What becomes of a review: nothing where its person is barred, else a denial, else an approval that counts unless it is not bound to what is judged. The reasons are ends of sentences. */
export function verdictOn({ person, state }: Review, why: { barred: string | undefined; unbound: string | undefined }): Verdict {
  if (why.barred !== undefined)
    return { person, kind: 'void', reason: `The review of @${person} counts for nothing: @${person} ${why.barred}.` }
  if (state === 'changes-requested') return { person, kind: 'denies', reason: `@${person} requests changes.` }
  if (why.unbound !== undefined) return { person, kind: 'void', reason: `The approval of @${person} is void: ${why.unbound}.` }
  return { person, kind: 'counts' }
}

export const barredBot = 'is a bot'
export const barredOutsider = 'may not write to the repository'

export function isBot({ bot, person }: Review): boolean {
  return bot || person.endsWith('[bot]')
}

function whyBarred(facts: GateFacts, review: Review, fourEyes: boolean): string | undefined {
  if (isBot(review)) return barredBot
  const outsiders = facts.reviews.outsiders.map((each) => each.toLowerCase())
  if (outsiders.includes(review.person.toLowerCase())) return barredOutsider
  return fourEyes ? partInIt(facts, review.person) : undefined
}

function bindingOf(facts: GateFacts, review: Review): ApprovalEntry | undefined {
  // What was recorded when the review was first seen wins: GitHub moves `commit` of a review to a new head with the same patch.
  const recorded = facts.reviews.recorded.find((each) => each.review === review.id)
  if (recorded !== undefined) return recorded
  return newApprovals(facts).flatMap((entry) => (entry.kind === 'approval' && entry.review === review.id ? [entry] : []))[0]
}

function whyUnbound(facts: GateFacts, binding: ApprovalEntry | undefined): string | undefined {
  const effect = facts.promotions.at(-1)?.effect?.digest
  if (binding === undefined) return 'it was given to a head that was not validated'
  if (binding.environment !== facts.environment.name || binding.package !== facts.package.name)
    return 'it was given to another promotion'
  if (binding.digest !== facts.package.digest) return 'it was given to another version'
  return binding.effect === effect ? undefined : 'it was given to another effect'
}

/** Whoever approved the ordinary way has not agreed to what a lane leaves out. */
function lanePassedBy({ promotions }: GateFacts, review: Review): string | undefined {
  const lane = promotions.at(-1)?.lane?.name
  if (lane === undefined || seenForm(promotions, review)?.lane?.name === lane) return undefined
  return `it was given before the lane ${lane} was taken`
}

/** An approval of a form made for an earlier tip stands only when nothing merged since meets what it approves. */
function carried(facts: GateFacts, review: Review): Verdict {
  const { person } = review
  const now = facts.promotions.at(-1)
  const seen = seenForm(facts.promotions, review)
  if (seen === undefined || now?.effect === undefined || seen.tip === now.tip) return { person, kind: 'counts' }
  const since = facts.merged.filter((each) => Date.parse(each.at) >= Date.parse(seen.at))
  const paths = new Set(now.effect.paths.map((each) => each.path))
  const objects = new Set(now.effect.objects)
  const meeting = since.flatMap((each) => meets(each, paths, objects) ?? [])
  if (meeting.length > 0) return { person, kind: 'void', reason: `The approval of @${person} is void: ${meeting.join('; ')}.` }
  const neighbours = [...new Set(since.map((each) => each.package))].join(', ') || 'the branch'
  return {
    person,
    kind: 'counts',
    reason: `The approval of @${person} is carried over: ${neighbours} moved since and meets nothing of it.`,
  }
}

function meets(merged: MergedEffect, paths: ReadonlySet<string>, objects: ReadonlySet<string>): string | undefined {
  if (merged.unknown) return `${merged.package} was merged since, and nobody recorded what it touches`
  const shared = [...merged.paths.filter((path) => paths.has(path)), ...merged.objects.filter((object) => objects.has(object))]
  return shared.length === 0 ? undefined : `${merged.package} was merged since and also touches ${shared.slice(0, 5).join(', ')}`
}

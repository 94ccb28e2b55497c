import type { Actor } from '../ports/actor.ts'

/** A record of what somebody asked for, oldest first. */
interface Request {
  by: Actor
  head?: string
}

/** What a job's token asked for and nothing proves for whom, in the words of four eyes. A person who asks for the same, or later for the promotion, is known. */
export function unknownRequests(built: readonly Request[], promotions: readonly Request[]): string[] {
  return [...(isUnknown(built) ? ['built it'] : []), ...(isUnknown(promotions) ? ['requested the promotion'] : [])]
}

/** Whether it is the token of some job that asked, and no person asked for the same, or later. */
export function isUnknown(requests: readonly Request[]): boolean {
  const last = requests.findLastIndex(({ by }) => by.unknown === true)
  if (last < 0) return false
  return !requests.some(({ by, head }, index) => (index > last || head === requests[last]?.head) && isPerson(by))
}

function isPerson({ login, triggering = login, unknown }: Actor): boolean {
  return unknown !== true && !triggering.endsWith('[bot]')
}

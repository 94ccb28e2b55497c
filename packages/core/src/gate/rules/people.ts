import type { GateFacts } from '../facts.ts'

const noreply = /^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/

/** Why four eyes forbid a person to approve; undefined when nothing does. Logins are compared as GitHub does, without case. */
export function partInIt(facts: GateFacts, person: string): string | undefined {
  const login = person.toLowerCase()
  if (
    facts.reviews.people.some(
      (each) => each.login?.toLowerCase() === login || noreply.exec(each.email.toLowerCase())?.[1] === login,
    )
  ) {
    return 'is author, committer or co-author of its commits'
  }
  return facts.reviews.requesters.find((each) => each.person.toLowerCase() === login)?.did
}

/** E-mail addresses of its commits behind which no login is known: four eyes cannot see whose they are. */
export function unknownAuthors(facts: GateFacts): string[] {
  const addresses = facts.reviews.people.filter((each) => each.login === undefined && !noreply.test(each.email.toLowerCase()))
  const known = new Set(facts.reviews.people.flatMap((each) => (each.login === undefined ? [] : [each.email])))
  return [...new Set(addresses.map((each) => each.email))].filter((email) => email !== 'noreply@github.com' && !known.has(email))
}

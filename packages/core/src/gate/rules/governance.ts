import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { isGoverned } from '../governed.ts'
import { open, waiting } from '../result.ts'
import { verdicts } from './counted-approvals.ts'

/** What changes `.github/` or the configuration changes who may do what: someone with the permission `admin` or `maintain`, and no part in it, approves. */
export function governance(facts: GateFacts): GateResult {
  const changed = (facts.promotions.at(-1)?.effect?.paths ?? []).map((each) => each.path)
  const paths = changed.filter((path) => isGoverned(path, facts.configuration))
  if (paths.length === 0) return open('governance')
  const governors = facts.reviews.governors.map((each) => each.toLowerCase())
  const approved = verdicts(facts, true).filter((each) => each.kind === 'counts')
  const approvers = approved.filter((each) => governors.includes(each.person.toLowerCase())).map((each) => `@${each.person}`)
  const reason = `It changes ${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ` and ${paths.length - 5} more` : ''}.`
  // One of those who approve may be whoever asked.
  const wanted = facts.reviews.unknownRequests.length > 0 ? 2 : 1
  if (approvers.length >= wanted) return open('governance', reason, `Approved by ${approvers.join(', ')}.`)
  const unknown = facts.reviews.unknownRequests.map((did) => `Nobody knows who ${did}: two of them must approve.`)
  return waiting('governance', [reason, ...unknown], ['an approval by an admin or maintainer'])
}

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
  const approver = verdicts(facts, true).find((each) => each.kind === 'counts' && governors.includes(each.person.toLowerCase()))
  const reason = `It changes ${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ` and ${paths.length - 5} more` : ''}.`
  if (approver !== undefined) return open('governance', reason, `Approved by @${approver.person}.`)
  return waiting('governance', [reason], ['an approval by an admin or maintainer'])
}

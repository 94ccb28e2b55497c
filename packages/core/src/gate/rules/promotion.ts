import type { Overtaking, PromotionEntry } from '../../ledger/record.ts'
import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, shut, waiting } from '../result.ts'
import { acknowledgedBy, acknowledgement } from './acknowledged.ts'

/** The pull request itself: recorded in this form, without conflict, carrying nothing but the package, and what it overtakes can be overtaken. */
export function promotion(facts: GateFacts): GateResult {
  const recorded = facts.promotions.at(-1)
  if (recorded === undefined || recorded.head !== facts.pullRequest.head) {
    return waiting('promotion', ['This head is not the one that was validated.'], ['the promote workflow'])
  }
  if (facts.foreignPaths.length > 0) {
    return shut(
      'promotion',
      facts.foreignPaths.map((path) => `${path} holds changes that the package does not make.`),
      ['a refreshed branch'],
    )
  }
  if (recorded.state === 'refused')
    return shut('promotion', [recorded.detail ?? 'Its validation refused it.'], ['a repaired version'])
  if (recorded.state === 'conflict') {
    return waiting(
      'promotion',
      [`Conflicts wait for a person: ${recorded.detail ?? ''}`],
      [`stagecoach resolve ${facts.pullRequest.number}`],
    )
  }
  if (facts.pullRequest.draft) return waiting('promotion', ['The pull request is a draft.'], ['a person who marks it ready'])
  const { lane, environment } = { lane: recorded.lane, environment: facts.environment }
  if (lane !== undefined && environment.lanes[lane.name] === undefined) {
    return shut('promotion', [`The environment ${environment.name} has no lane '${lane.name}'.`])
  }
  return acknowledgeable(facts, recorded)
}

/** What only a person can know: that a package of another name is the same one, and that an order nobody could prove is right. */
function acknowledgeable(facts: GateFacts, { overtakes, replaces, package: pkg }: PromotionEntry): GateResult {
  const renamed =
    replaces === undefined || replaces.name === pkg.name
      ? []
      : [`It says that it was called ${replaces.name} before, and takes ${replaces.name} ${replaces.version} out.`]
  const doubtful = overtakes.filter((each) => each.result === 'differs' || each.result === 'fails' || each.unproved.length > 0)
  const reasons = [...renamed, ...doubtful.map(describe)]
  if (reasons.length === 0)
    return open('promotion', ...overtakes.map((each) => `It goes before ${each.package} ${each.version}: proved.`))
  const person = acknowledgedBy(facts)
  if (person !== undefined) return open('promotion', ...reasons, `Acknowledged by @${person}.`)
  return waiting('promotion', reasons, [acknowledgement])
}

function describe({ package: name, version, objects, result, unproved }: Overtaking): string {
  const label = `It goes before ${name} ${version}`
  if (result === 'fails') return `${label}, and that fails on ${objects.join(', ')}.`
  if (result === 'differs') return `${label}, and ${objects.join(', ')} ends differently in the other order.`
  return `${label}; no replay proves what happens to rows: ${unproved.join('; ')}.`
}

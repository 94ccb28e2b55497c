import { newestDecision, newestPromotion } from '../ledger/promotions.ts'
import type { Wait } from './explain-view.ts'
import { decidedGates, helpFor } from './gate-help.ts'
import type { StatusFacts } from './status-facts.ts'
import type { ComingStatus } from './status-view.ts'

/** The gates that were shut when the pull request was last looked at; holds, stops and their like are left to what holds now. */
export function promotionWaits(
  facts: Pick<StatusFacts, 'view'> & { package: string },
  environment: string,
  { pullRequest, state }: ComingStatus,
  live: boolean,
): Wait[] {
  const promotion = newestPromotion(facts.view, environment, facts.package)
  if (state === 'conflict') {
    const where = promotion?.detail === undefined ? '' : ` in ${promotion.detail}`
    return [
      { why: `It conflicts with what ${environment} holds${where}.`, waitsOn: [], help: `stagecoach resolve ${pullRequest}` },
    ]
  }
  const again = `stagecoach gate ${environment} ${facts.package}`
  if (state === 'unevaluated')
    return [{ why: `#${pullRequest} was not evaluated since it was made or pushed to.`, waitsOn: [], help: again }]
  const decision = newestDecision(facts.view, pullRequest)?.decision
  const shut = decidedGates(decision?.gates ?? []).filter((gate) => gate.state !== 'pass')
  if (shut.length === 0 && !live) {
    const over = decision !== undefined && decision.state !== 'pass'
    const why = over
      ? `What kept #${pullRequest} away is over, and its gates were not looked at since.`
      : `Every gate of #${pullRequest} was open when it was last looked at.`
    return [{ why, waitsOn: [], help: again }]
  }
  return shut.map((gate) => {
    const help = helpFor(gate, { environment, package: facts.package, pullRequest })
    const until = gate.until === undefined ? {} : { until: gate.until }
    return {
      why: `${gate.gate}: ${gate.reasons.join('; ').replaceAll('.; ', '; ') || gate.state}`,
      waitsOn: gate.waitsOn,
      ...until,
      ...(help === undefined ? {} : { help }),
    }
  })
}

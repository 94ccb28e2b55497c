import type { Unclear } from '../foreign/tip-trouble.ts'
import { statusContextOf } from '../names/status-context.ts'
import type { Result } from '../outcome.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { promotionMarker, renderPromotionComment } from '../promotion/promotion-comment.ts'
import type { Decision } from './decision.ts'
import { evaluationEntries, type Evaluated } from './evaluation.ts'

/** Says on the pull request who or what it waits for, and records the decision. */
export async function waitFor(room: Room, evaluated: Evaluated, trouble?: Unclear): Promise<Result> {
  const { host } = room
  const { environment, pull, promotion, decision } = evaluated
  const about = { environment: environment.name, packages: [promotion.package.name] }
  await host.ledger.append(() => evaluationEntries(room, evaluated))
  const description = firstReason(decision).slice(0, 140)
  const state = decision.state === 'fail' ? 'failure' : 'pending'
  const context = statusContextOf(environment.name)
  await host.forge.setStatus(pull.head.sha, { context, state, description, url: pull.url })
  await host.forge.upsertComment(pull.number, promotionMarker, await renderPromotionComment(room, pull.number, decision, trouble))
  return describeDecision(decision, pull, about)
}

/** A decision as a result. */
export function describeDecision(
  decision: Decision,
  pull: PullRequest,
  about: { environment: string; packages: string[] },
): Result {
  const shut = decision.gates.filter((gate) => gate.state !== 'pass')
  return {
    schema: 1,
    outcome: decision.state === 'pass' ? 'planned' : decision.state === 'fail' ? 'blocked' : 'pending',
    reason: decision.state === 'pass' ? 'done' : decision.state === 'fail' ? 'gates-failed' : 'gates-pending',
    message: shut.flatMap((gate) => gate.reasons.map((reason) => `${gate.gate}: ${reason}`)).join('\n') || 'Every gate is open.',
    ...about,
    pullRequest: pull.number,
    shas: { head: pull.head.sha },
    advice: shut.filter((gate) => gate.waitsOn.length > 0).map((gate) => `${gate.gate} waits for ${gate.waitsOn.join(', ')}.`),
  }
}

function firstReason(decision: Decision): string {
  const shut = decision.gates.find((gate) => gate.state === decision.state)
  return shut === undefined ? decision.state : `${shut.gate}: ${shut.reasons[0] ?? decision.state}`
}

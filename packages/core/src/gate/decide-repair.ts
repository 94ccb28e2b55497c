import type { Environment, GateConfig, RequiredCheck } from '../config/config.ts'
import type { Actor } from '../ports/actor.ts'
import type { Check, PullRequest, Review } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import type { Decision, GateResult } from './decision.ts'
import { countedReports } from './rules/counted-reports.ts'

/** Gates of a `rollback/…` pull request, from `rollback-gates`: none by default, since a way back must not wait. Of the kinds there are, checks and approvals make sense for it. `by` are those who asked for it. */
export async function decideRepair(
  room: Room,
  environment: Environment,
  pull: PullRequest,
  ...by: readonly Actor[]
): Promise<Decision> {
  const gates: GateResult[] = []
  for (const gate of environment.rollbackGates) {
    if (gate.gate === 'checks') {
      const checks = await room.host.forge.checks(pull.head.sha)
      const open = gate.checks.filter((each) => !hasSucceeded(checks, each, requestersOf(by))).map(({ name }) => name)
      gates.push(
        result(
          'checks',
          open,
          open.map((name) => `The check '${name}' has not succeeded.`),
        ),
      )
    } else if (gate.gate === 'approvals') gates.push(await decideApprovals(room, gate, pull, by))
  }
  return { state: gates.every((gate) => gate.state === 'pass') ? 'pass' : 'pending', gates }
}

async function decideApprovals(
  room: Room,
  gate: Extract<GateConfig, { gate: 'approvals' }>,
  pull: PullRequest,
  by: readonly Actor[],
): Promise<GateResult> {
  const { forge } = room.host
  const requesters = requestersOf(by)
  const members = new Set((await Promise.all(gate.teams.map((team) => forge.teamMembers(team)))).flat())
  const newest = new Map(
    (await forge.reviewed(pull.number)).reviews
      .filter((each) => each.state !== 'commented')
      .map((each) => [each.person, each]),
  )
  const given = [...newest.values()].filter((each) => each.state === 'approved' && !each.bot && each.commit === pull.head.sha)
  const counted: Review[] = []
  for (const each of given) {
    if (gate.fourEyes && requesters.includes(each.person.toLowerCase())) continue
    if (gate.teams.length === 0 ? await mayWrite(room, each.person) : members.has(each.person)) counted.push(each)
  }
  const missing = gate.count - counted.length
  const whom = gate.teams.length === 0 ? ['anyone who may review'] : gate.teams.map((team) => `team ${team}`)
  return result(
    'approvals',
    missing > 0 ? whom : [],
    missing > 0 ? [`${missing} more approvals of the way back are needed.`] : [],
  )
}

function result(gate: 'checks' | 'approvals', waitsOn: string[], reasons: string[]): GateResult {
  return { gate, state: reasons.length === 0 ? 'pass' : 'pending', reasons, waitsOn }
}

/** On a public repository anybody may submit a review. */
async function mayWrite({ host }: Room, person: string): Promise<boolean> {
  return ['admin', 'maintain', 'write'].includes(await host.forge.permission(person))
}

/** Logins in lower case. */
function requestersOf(by: readonly Actor[]): string[] {
  return by.flatMap(({ login, triggering = login }) => [login, triggering]).map((each) => each.toLowerCase())
}

function hasSucceeded(checks: readonly Check[], required: RequiredCheck, requesters: readonly string[]): boolean {
  const { counted } = countedReports(checks, required, (login) => requesters.includes(login.toLowerCase()))
  return counted.length > 0 && counted.every((check) => check.state === 'success')
}

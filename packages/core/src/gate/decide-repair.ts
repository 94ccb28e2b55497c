import type { Environment } from '../config/config.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import type { Decision, GateResult } from './decision.ts'

/** Gates of a `rollback/…` pull request, from `rollback-gates`: none by default, since a way back must not wait. Of the kinds there are, checks and approvals make sense for it. */
export async function decideRepair(room: Room, environment: Environment, pull: PullRequest): Promise<Decision> {
  const { forge } = room.host
  const gates: GateResult[] = []
  for (const gate of environment.rollbackGates) {
    if (gate.gate === 'checks') {
      const checks = await forge.checks(pull.head.sha)
      const open = gate.names.filter((name) => checks.find((check) => check.name === name)?.state !== 'success')
      gates.push(
        result(
          'checks',
          open,
          open.map((name) => `The check '${name}' has not succeeded.`),
        ),
      )
    } else if (gate.gate === 'approvals') {
      const members = new Set((await Promise.all(gate.teams.map((team) => forge.teamMembers(team)))).flat())
      const newest = new Map(
        (await forge.reviews(pull.number)).filter((each) => each.state !== 'commented').map((each) => [each.person, each]),
      )
      const given = [...newest.values()].filter((each) => each.state === 'approved' && !each.bot && each.commit === pull.head.sha)
      const counted = given.filter((each) => gate.teams.length === 0 || members.has(each.person))
      const missing = gate.count - counted.length
      const whom = gate.teams.length === 0 ? ['anyone who may review'] : gate.teams.map((team) => `team ${team}`)
      gates.push(
        result(
          'approvals',
          missing > 0 ? whom : [],
          missing > 0 ? [`${missing} more approvals of the way back are needed.`] : [],
        ),
      )
    }
  }
  return { state: gates.every((gate) => gate.state === 'pass') ? 'pass' : 'pending', gates }
}

function result(gate: 'checks' | 'approvals', waitsOn: string[], reasons: string[]): GateResult {
  return { gate, state: reasons.length === 0 ? 'pass' : 'pending', reasons, waitsOn }
}

import type { Environment, GateConfig, RequiredCheck } from '../config/config.ts'
import type { Actor } from '../ports/actor.ts'
import type { Check, PullRequest, Review } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import type { Decision, GateResult } from './decision.ts'
import { open, waiting } from './result.ts'
import { judgeApprovals } from './rules/approvals.ts'
import { barredBot, barredOutsider, isBot, lastWords, type Verdict, verdictOn } from './rules/counted-approvals.ts'
import { countedReports } from './rules/counted-reports.ts'
import { isUnknown } from './unknown-requests.ts'

/** Gates of a `rollback/…` pull request, from `rollback-gates`: none by default, since a way back must not wait. Of the kinds there are, checks and approvals make sense for it. `by` are those who asked for it. */
export async function decideRepair(
  room: Room,
  environment: Environment,
  pull: PullRequest,
  ...by: readonly Actor[]
): Promise<Decision> {
  const gates: GateResult[] = []
  for (const gate of environment.rollbackGates) {
    if (gate.gate === 'checks') gates.push(await decideChecks(room, gate, pull, by))
    else if (gate.gate === 'approvals') gates.push(await decideApprovals(room, gate, pull, by))
  }
  return { state: gates.every((gate) => gate.state === 'pass') ? 'pass' : 'pending', gates }
}

async function decideChecks(
  { host }: Room,
  gate: Extract<GateConfig, { gate: 'checks' }>,
  pull: PullRequest,
  by: readonly Actor[],
): Promise<GateResult> {
  const checks = await host.forge.checks(pull.head.sha)
  const missing = gate.checks.filter((each) => !hasSucceeded(checks, each, requestersOf(by))).map(({ name }) => name)
  if (missing.length === 0) return open('checks')
  return waiting(
    'checks',
    missing.map((name) => `The check '${name}' has not succeeded.`),
    missing,
  )
}

async function decideApprovals(
  room: Room,
  gate: Extract<GateConfig, { gate: 'approvals' }>,
  pull: PullRequest,
  by: readonly Actor[],
): Promise<GateResult> {
  const { forge } = room.host
  const teams: Record<string, readonly string[]> = {}
  for (const team of gate.teams) teams[team] = await forge.teamMembers(team)
  const verdicts: Verdict[] = []
  for (const review of lastWords((await forge.reviewed(pull.number)).reviews))
    verdicts.push(await judge(room, gate, pull, requestersOf(by), review))
  const unknown = isUnknown(by.map((each) => ({ by: each }))) ? ['asked for it'] : []
  return judgeApprovals({ verdicts, teams, unknown, notes: [] }, gate)
}

/** A way back has one form: an approval counts for the head that it was given to. */
async function judge(
  room: Room,
  { teams, fourEyes }: Extract<GateConfig, { gate: 'approvals' }>,
  pull: PullRequest,
  requesters: readonly string[],
  review: Review,
): Promise<Verdict> {
  const { person, stranger, commit } = review
  const barred = async (): Promise<string | undefined> => {
    if (isBot(review)) return barredBot
    if (fourEyes && requesters.includes(person.toLowerCase())) return 'asked for it'
    const asked = stranger === true || teams.length === 0
    return asked && !(await mayWrite(room, person)) ? barredOutsider : undefined
  }
  const unbound = commit === pull.head.sha ? undefined : 'it was given to another head'
  return verdictOn(review, { barred: await barred(), unbound })
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

import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, shut, waiting } from '../result.ts'
import { verdicts, type Verdict } from './counted-approvals.ts'
import { unknownAuthors } from './people.ts'

export interface ApprovalRule {
  count: number
  teams: readonly string[]
  fourEyes: boolean
}

/** What an `approvals` gate counts, wherever it stands. */
export interface Reviewed {
  verdicts: readonly Verdict[]
  /** Members of each team that the gate names; a team that could not be read is absent. */
  teams: Readonly<Record<string, readonly string[]>>
  /** What somebody did of whom nobody knows who they are: `asked for it`. */
  unknown: readonly string[]
  notes: readonly string[]
}

export function approvals(facts: GateFacts, gate: ApprovalRule): GateResult {
  const { teams, unknownRequests } = facts.reviews
  const notes = gate.fourEyes ? authorNotes(facts) : []
  return judgeApprovals({ verdicts: verdicts(facts, gate.fourEyes), teams, unknown: unknownRequests, notes }, gate)
}

/** Enough distinct people whose approval counts; nobody who may requests changes. Where teams are named only their members count, and each team must be among them. Under four eyes one more is wanted when it is unknown who asked: one of those who approve may be they. */
export function judgeApprovals({ verdicts: all, teams: members, ...seen }: Reviewed, gate: ApprovalRule): GateResult {
  const unknown = gate.fourEyes ? seen.unknown : []
  const count = gate.count + (unknown.length > 0 ? 1 : 0)
  const isFrom = (team: string, people: readonly string[]): boolean => isAmong(members[team] ?? [], people)
  const approved = all.filter((each) => each.kind === 'counts').map((each) => each.person)
  const counted = approved.filter((person) => gate.teams.length === 0 || gate.teams.some((team) => isFrom(team, [person])))
  const others = approved.filter((person) => !counted.includes(person))
  const notes = [
    ...all.flatMap((each) => each.reason ?? []),
    ...others.map((person) => `${at(person)} approved and is in none of the teams asked for.`),
    ...seen.notes,
    ...unknown.map((did) => `Nobody knows who ${did}: one more approval is wanted, unless a person starts it again.`),
  ]
  const denying = all.filter((each) => each.kind === 'denies').map((each) => at(each.person))
  const summary = `${counted.length} of ${count} approvals${counted.length === 0 ? '' : `: ${counted.map(at).join(', ')}`}.`
  if (denying.length > 0) return shut('approvals', [...notes, summary], denying)
  const teams = gate.teams.filter((team) => !isFrom(team, counted))
  const missing = count - counted.length
  if (missing <= 0 && teams.length === 0) return open('approvals', summary, ...notes)
  const people = missing <= 0 ? [] : [missing === 1 ? 'one more approval' : `${missing} more approvals`]
  const unread = teams
    .filter((team) => members[team] === undefined)
    .map((team) => `The members of the team ${team} could not be read.`)
  return waiting('approvals', [summary, ...notes, ...unread], [...people, ...teams.map((team) => `team ${team}`)])
}

function authorNotes(facts: GateFacts): string[] {
  const unknown = unknownAuthors(facts)
  return unknown.length === 0 ? [] : [`Nobody knows whose address this is: ${unknown.join(', ')}.`]
}

function isAmong(members: readonly string[], people: readonly string[]): boolean {
  const known = members.map((each) => each.toLowerCase())
  return people.some((person) => known.includes(person.toLowerCase()))
}

function at(person: string): string {
  return `@${person}`
}

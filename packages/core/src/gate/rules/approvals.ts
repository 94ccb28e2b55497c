import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, shut, waiting } from '../result.ts'
import { verdicts, type Verdict } from './counted-approvals.ts'
import { unknownAuthors } from './people.ts'

/** Enough distinct people approved this digest, in this environment, with this effect; nobody who may requests changes. Where teams are named only their members count, and each team must be among them. Under four eyes one more is wanted when it is unknown who asked: one of those who approve may be they. */
export function approvals(facts: GateFacts, gate: { count: number; teams: readonly string[]; fourEyes: boolean }): GateResult {
  const unknown = gate.fourEyes ? facts.reviews.unknownRequests : []
  const count = gate.count + (unknown.length > 0 ? 1 : 0)
  const all = verdicts(facts, gate.fourEyes)
  const approved = all.filter((each) => each.kind === 'counts').map((each) => each.person)
  const counted = approved.filter((person) => gate.teams.length === 0 || gate.teams.some((team) => isFrom(facts, team, [person])))
  const others = approved.filter((person) => !counted.includes(person))
  const notes = [
    ...notesOf(all),
    ...others.map((person) => `${at(person)} approved and is in none of the teams asked for.`),
    ...(gate.fourEyes ? authorNotes(facts) : []),
    ...unknown.map((did) => `Nobody knows who ${did}: one more approval is wanted, unless a person starts it again.`),
  ]
  const denying = all.filter((each) => each.kind === 'denies')
  const summary = `${counted.length} of ${count} approvals${counted.length === 0 ? '' : `: ${counted.map(at).join(', ')}`}.`
  if (denying.length > 0)
    return shut(
      'approvals',
      [...notes, summary],
      denying.map((each) => at(each.person)),
    )
  const teams = gate.teams.filter((team) => !isFrom(facts, team, counted))
  const missing = count - counted.length
  if (missing <= 0 && teams.length === 0) return open('approvals', summary, ...notes)
  const people = missing <= 0 ? [] : [missing === 1 ? 'one more approval' : `${missing} more approvals`]
  const unread = teams
    .filter((team) => facts.reviews.teams[team] === undefined)
    .map((team) => `The members of the team ${team} could not be read.`)
  return waiting('approvals', [summary, ...notes, ...unread], [...people, ...teams.map((team) => `team ${team}`)])
}

function notesOf(all: readonly Verdict[]): string[] {
  return all.flatMap((each) => each.reason ?? [])
}

function authorNotes(facts: GateFacts): string[] {
  const unknown = unknownAuthors(facts)
  return unknown.length === 0 ? [] : [`Nobody knows whose address this is: ${unknown.join(', ')}.`]
}

function isFrom(facts: GateFacts, team: string, people: readonly string[]): boolean {
  const members = (facts.reviews.teams[team] ?? []).map((each) => each.toLowerCase())
  return people.some((person) => members.includes(person.toLowerCase()))
}

function at(person: string): string {
  return `@${person}`
}

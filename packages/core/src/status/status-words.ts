import { describeDuration } from '../config/duration.ts'
import type { Explanation } from './explain-view.ts'
import type { Owed } from './owed.ts'
import type { ComingStatus, DriftStatus, EnvironmentStatus, PackageCell, PresentState, TipStatus } from './status-view.ts'

/** A pseudo-version says its commit's time and id; seven characters of the id are enough for people. */
export function shortVersion(version: string): string {
  return /^\d+\.\d+\.\d+-\d{14}-([0-9a-f]{7})[0-9a-f]*$/.exec(version)?.[1] ?? version
}

/** `2d 3h ago`, whole seconds. */
export function ago(instant: string, now: string): string {
  const seconds = Math.floor((Date.parse(now) - Date.parse(instant)) / 1000)
  return `${describeDuration(seconds * 1000)} ago`
}

/** `2026-12-24 12:00:05Z` of ISO 8601 UTC. */
export function instantWords(instant: string): string {
  return instant.replace('T', ' ').replace(/\.\d+Z$/, 'Z')
}

/** Rolled back, and still on the list of the branch. */
export function isLeaving(state: PresentState | undefined): boolean {
  return state === 'rolling-back' || state === 'rolled-back'
}

/** What one cell of the table says, gravest first, one statement per line. */
export function cellWords(cell: PackageCell | undefined, now: string): string {
  if (cell === undefined) return ''
  const { deployed, present, coming, closed, refused, held, rolledBack } = cell
  const lines = [
    ...(deployed === undefined
      ? []
      : [`${shortVersion(deployed.version)} deployed, ${ago(deployed.since, now)}, not on its branch`]),
    ...(present === undefined ? [] : [presentWords(present, rolledBack?.pullRequest, now)]),
    ...(coming === undefined ? [] : [comingWords(coming)]),
    ...(closed === undefined ? [] : [`#${closed.pullRequest} ${shortVersion(closed.version)} closed`]),
    ...(refused === undefined ? [] : [`${shortVersion(refused.version)} refused: ${refused.reason}, ${ago(refused.at, now)}`]),
    ...(held === undefined
      ? []
      : [`held: ${held.reason}${held.until === undefined ? '' : ` (until ${instantWords(held.until)})`}`]),
    ...(rolledBack === undefined || held !== undefined || isLeaving(present?.state)
      ? []
      : [`${shortVersion(rolledBack.version)} rolled back, ${ago(rolledBack.at, now)}`]),
  ]
  return lines.map(cut).join('\n')
}

type Present = NonNullable<PackageCell['present']>

function presentWords({ version, state, since }: Present, repair: number | undefined, now: string): string {
  const words = state === 'rolling-back' ? 'being rolled back' : state.replace('-', ' ')
  const time = since === undefined ? '' : `, ${ago(since, now)}`
  const leaves = state === 'rolled-back' && repair !== undefined ? `, leaves with #${repair}` : ''
  return `${shortVersion(version)} ${words}${time}${leaves}`
}

function comingWords({ version, pullRequest, state, gates, until }: ComingStatus): string {
  const head = `#${pullRequest} ${shortVersion(version)}`
  switch (state) {
    case 'conflict':
      return `${head} conflict`
    case 'unevaluated':
      return `${head} being looked at`
    case 'pass':
      return `${head} about to merge`
    case 'fail':
      return `${head} refused by ${gates.join(', ')}`
    case 'pending':
      return `${head} waits: ${gates.join(', ')}${until === undefined ? '' : ` (until ${instantWords(until)})`}`
  }
}

/** `It could ship …`, of an open proposal. */
export function earliestWords(earliest: NonNullable<Explanation['earliest']>, now: string): string {
  if (earliest === 'never') return 'It cannot ship as it is.'
  const time = Date.parse(earliest.at) <= Date.parse(now) ? 'as soon as that is done' : `at ${instantWords(earliest.at)}`
  return `It could ship ${time} at the earliest.`
}

/** Branch, last verified, and what goes on now. */
export function environmentWords(environment: EnvironmentStatus, now: string): [branch: string, verified: string, going: string] {
  const { branch, tip, verified } = environment
  const since =
    verified === undefined
      ? 'never'
      : `${ago(verified.at, now)}, ${verified.packages} ${verified.packages === 1 ? 'package' : 'packages'}`
  return [`${branch} ${tipWords(tip)}`, since, goingOn(environment, now).map(cut).join('\n') || 'quiet']
}

function goingOn({ stopped, paused, operation, lease, owed, troubles, drift }: EnvironmentStatus, now: string): string[] {
  return [
    ...troubles.map(({ package: name, code }) => `stuck: ${name ?? 'its branch'} (${code})`),
    ...(stopped === undefined ? [] : [`stopped by ${stopped.by}: ${stopped.reason}`]),
    ...(paused === undefined ? [] : [pauseWords(paused)]),
    ...(operation === undefined ? [] : [`${operation.verb} ${operation.id} ${operation.stage}, ${ago(operation.since, now)}`]),
    ...(operation?.error === undefined ? [] : [`error: ${operation.error}`]),
    ...(drift === undefined ? [] : [driftWords(drift)]),
    ...(lease === undefined ? [] : [leaseWords(lease)]),
    ...(owed === undefined ? [] : [owedWords(owed)]),
  ]
}

/** `owed: loyalty 1a2b3c4, 2 commits`. */
export function owedWords({ packages, commits }: Owed): string {
  const named = packages.map(({ package: name, version, kind, held }) => {
    const there = held === undefined ? '' : shortVersion(held)
    const why = kind === 'missing' ? '' : kind === 'older' ? ` (has ${there})` : ` (${there} went another way)`
    return `${name} ${shortVersion(version)}${why}`
  })
  const direct = commits === 0 ? [] : [commits === 1 ? '1 commit' : `${commits} commits`]
  return `owed: ${[...named, ...direct].join(', ')}`
}

function driftWords(drift: DriftStatus): string {
  if ('unseen' in drift) return `drift not seen: ${drift.unseen}`
  const { length } = drift.differences
  return length === 0 ? 'no drift' : `drift: ${length} ${length === 1 ? 'difference' : 'differences'}`
}

function pauseWords({ by, package: name, pullRequest, restoring }: NonNullable<EnvironmentStatus['paused']>): string {
  const what = by === 'reset' ? 'it is reset' : `${name} is rolled back`
  if (restoring === true) return `paused: ${what}, unfinished: start the deploy workflow`
  return `paused: ${what}${pullRequest === undefined ? '' : `, ${by === 'reset' ? '' : 'repaired '}by #${pullRequest}`}`
}

function leaseWords({ fence, holder, expired }: NonNullable<EnvironmentStatus['lease']>): string {
  if (holder === undefined) return `lease ${fence} waits for its next holder`
  return `lease ${fence}: ${holder}${expired ? ' (expired)' : ''}`
}

function tipWords(tip: TipStatus): string {
  switch (tip.kind) {
    case 'known':
      return tip.oid.slice(0, 7)
    case 'untouched':
      return `${tip.oid.slice(0, 7)} (nothing recorded yet)`
    case 'foreign':
      return `${tip.oid.slice(0, 7)} (commits from outside)`
    case 'unreadable':
      return `${tip.oid.slice(0, 7)} (unreadable)`
    case 'missing':
      return '(missing)'
  }
}

function cut(line: string): string {
  const one = line.replace(/\s+/g, ' ')
  return one.length > 72 ? `${one.slice(0, 71)}…` : one
}

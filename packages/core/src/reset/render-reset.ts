import type { PackageRef } from '../package/package.ts'
import { shortVersion } from '../status/status-words.ts'
import { codeSpan, escapeText } from '../report/markdown.ts'
import type { ResetPlan } from './plan-reset.ts'

/** The plan as sentences, one a line: for a terminal, a summary and the log. */
export function resetLines(plan: ResetPlan): string[] {
  return linesOf(plan, (text) => text)
}

/** The same for a pull request, where text from outside formats nothing. */
export function renderReset(plan: ResetPlan): string {
  const lines = linesOf(plan, escapeText).map((line) => `- ${line}`)
  const reason = plan.entry.reason === '' ? '' : `\n\nReason: ${escapeText(plan.entry.reason)}`
  const rest = `Operation ${codeSpan(plan.entry.operation)}. The environment is paused until this is merged and deployed; close the pull request to give the reset up. The gate merges it: the result is this tree, no branch is pushed by force, and the tip before it stays archived.`
  return `${lines.join('\n')}${reason}\n\n${rest}\n`
}

function linesOf(
  { environment, entry, change, losses, foreign, reused, rehearsed }: ResetPlan,
  say: (text: string) => string,
): string[] {
  const { name } = environment
  const chosen = entry.chosen.length === 0 ? '' : ` with ${names(entry.chosen)}`
  return [
    `${name} becomes production (${entry.production.slice(0, 12)})${chosen}.`,
    `Goes: ${names(change.dropped)}.`,
    `Stays: ${names(change.kept)}.`,
    ...(change.arrived.length === 0 ? [] : [`Comes: ${names(change.arrived)}.`]),
    ...foreignLine(foreign.map((each) => `${each.oid.slice(0, 12)} ${say(firstLine(each.message))}`)),
    ...losses.databases.map(
      (each) => `Database ${each.name} becomes ${say(each.from)}: every row written into it since is lost.`,
    ),
    ...(losses.structures.length === 0 ? [] : [`With them go ${say(losses.structures.join(', '))}.`]),
    ...losses.untouched.map((each) => `Database ${each} stays as it is: nobody says how it is made anew.`),
    ...(reused.length === 0 ? [] : [`Conflicts in ${say([...new Set(reused)].join(', '))} are resolved as people did before.`]),
    rehearsed ? 'It was rehearsed on a copy of the template.' : 'It was not rehearsed: there is no template to try it on.',
  ]
}

function foreignLine(commits: readonly string[]): string[] {
  if (commits.length === 0) return []
  const shown = commits.slice(0, 10).join('; ')
  const more = commits.length > 10 ? ` and ${commits.length - 10} more` : ''
  return [`The branch loses what ${commits.length} commits from outside brought: ${shown}${more}.`]
}

function names(packages: readonly PackageRef[]): string {
  return packages.map((each) => `${each.name} ${shortVersion(each.version)}`).join(', ') || 'no package'
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? ''
}

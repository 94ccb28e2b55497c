import type { Decision, DecisionState, GateResult } from '../gate/decision.ts'
import { earliest, waitsOn } from '../gate/earliest.ts'
import { escapeText, instant, table } from './markdown.ts'

const words: Record<DecisionState, string> = { pass: '✅ open', pending: '⏳ waits', fail: '❌ closed' }

/** One sentence: what becomes of the promotion, whom it waits for, and when it could ship. */
export function renderVerdict(decision: Decision | undefined, now: string): string {
  if (decision === undefined) return '⏳ The gates are being evaluated.'
  if (decision.state === 'pass') return '✅ Every gate is open: it is being merged and deployed.'
  const when = earliest(decision, now)
  const people = waitsOn(decision).map(escapeText).join(', ')
  const waits = people === '' ? '' : ` It waits for ${people}.`
  if (when === 'never') return `❌ It cannot ship as it is.${waits}`
  const time = Date.parse(when.at) <= Date.parse(now) ? 'as soon as that is done' : `at ${instant(when.at)}`
  return `⏳ It could ship ${time} at the earliest.${waits}`
}

/** Every gate that is closed or has something to say, with who can open it. */
export function renderGates(decision: Decision | undefined): string {
  const rows = (decision?.gates ?? []).filter((gate) => gate.state !== 'pass' || gate.reasons.length > 0).map(row)
  return table(['Gate', 'State', 'Why', 'Who or what opens it', 'Earliest'], rows)
}

function row({ gate, state, reasons, waitsOn: people, until, override }: GateResult): string[] {
  const said = override === undefined ? words[state] : '⚠️ overridden'
  const shown = reasons.slice(0, 10).map(escapeText)
  const more = reasons.length > 10 ? [`and ${reasons.length - 10} more`] : []
  return [
    gate,
    said,
    [...shown, ...more].join('<br>'),
    people.map(escapeText).join(', '),
    until === undefined ? '' : instant(until),
  ]
}

import type { Decision, GateResult } from '../gate/decision.ts'
import { earliest } from '../gate/earliest.ts'
import type { Overtaking, PromotionEntry } from '../ledger/record.ts'
import { instant } from './markdown.ts'
import { migrationFacts } from './statements.ts'

type Planned = Pick<PromotionEntry, 'package' | 'replaces' | 'effect' | 'findings' | 'overtakes' | 'rehearsal' | 'detail'>

/** What a promotion would do, for a terminal, a line for each thing: migrations in order, objects, order, and what each gate would say now. */
export function planLines(promotion: Planned, decision: Decision, now: string): string[] {
  const { package: pkg, replaces, overtakes, rehearsal, detail } = promotion
  return [
    ...(replaces === undefined ? [] : [`takes the place of ${replaces.name} ${replaces.version}`]),
    ...(pkg.requires.length === 0 ? [] : [`requires ${pkg.requires.join(', ')}`]),
    ...(detail === undefined ? [] : [`conflicts in ${detail}`]),
    ...migrationLines(promotion),
    ...objectLines(promotion),
    ...overtakes.map((each) => `goes before ${each.package} ${each.version}: ${proof(each)}`),
    ...(rehearsal === undefined ? [] : [`rehearsed on a ${rehearsal.on}, PostgreSQL ${rehearsal.server}: ${rehearsal.detail}`]),
    ...decision.gates.filter((gate) => gate.state !== 'pass' || gate.reasons.length > 0).map(gateLine),
    verdict(decision, now),
  ]
}

function migrationLines({ effect, findings }: Planned): string[] {
  if (effect === undefined) return []
  const undone = (effect.undone ?? []).map(({ package: name, migration, loses }) => {
    const rows = loses.length === 0 ? '' : `, which takes all rows of ${loses.join(', ')} along`
    return `takes back ${name}/${migration} first${rows}`
  })
  if (effect.statements.length === 0) return [...undone, 'runs no migration']
  const runs = migrationFacts(effect, findings).map(
    ({ id, classes, lock, undo }, index) => `runs ${index + 1}. ${id}: ${classes}, lock ${lock}, undo: ${undo}`,
  )
  return [...undone, ...runs]
}

/** Measured where a rehearsal compared catalogs, else read from the SQL. */
function objectLines({ effect }: Planned): string[] {
  if (effect === undefined) return []
  if (effect.delta === 'not-comparable') return effect.objects.length === 0 ? [] : [`touches ${few(effect.objects)}`]
  const changed = Object.entries(effect.delta).map(
    ([key, { before, after }]) => `${before === undefined ? '+' : after === undefined ? '-' : '~'} ${key}`,
  )
  return changed.length === 0 ? [] : [`changes ${few(changed)}`]
}

function proof({ objects, result, unproved }: Overtaking): string {
  const rows = unproved.length === 0 ? '' : `; no replay proves ${few(unproved)}`
  switch (result) {
    case 'independent':
      return `no object in common${rows}`
    case 'commutes':
      return `both orders give the same ${few(objects)}${rows}`
    case 'needs-it':
      return `it needs ${few(objects)} of this package${rows}`
    case 'differs':
      return `${few(objects)} ends differently in the other order${rows}`
    case 'fails':
      return `without it this fails on ${few(objects)}${rows}`
  }
}

function gateLine({ gate, state, reasons, waitsOn, until }: GateResult): string {
  const word = { pass: 'open', pending: 'waits', fail: 'closed' }[state]
  const people = waitsOn.length === 0 ? '' : ` Opened by ${waitsOn.join(', ')}.`
  const time = until === undefined ? '' : ` Not before ${instant(until)}.`
  return `gate ${gate} ${word}${reasons.length === 0 ? '' : `: ${reasons.join(' ')}`}${people}${time}`
}

function verdict(decision: Decision, now: string): string {
  if (decision.state === 'pass') return 'every gate would be open: it would be merged and deployed'
  const when = earliest(decision, now)
  if (when === 'never') return 'could not ship as it is'
  const waits = Date.parse(when.at) > Date.parse(now)
  return waits ? `could ship at ${instant(when.at)} at the earliest` : 'could ship as soon as these gates are opened'
}

function few(all: readonly string[]): string {
  return all.length <= 12 ? all.join(', ') : `${all.slice(0, 12).join(', ')} and ${all.length - 12} more`
}

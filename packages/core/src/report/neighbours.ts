import type { LedgerView } from '../ledger/history.ts'
import type { Overtaking, PromotionEntry } from '../ledger/record.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import { codeSpan, escapeText, list } from './markdown.ts'

/** A package that production does not hold yet and that touches the same objects. */
export interface SharedObjects {
  package: string
  version: string
  objects: string[]
}

/** Which unreleased packages touch what this one touches, as their newest promotions say. */
export function sharedWithUnreleased(
  view: LedgerView,
  promotion: Pick<PromotionEntry, 'package' | 'effect'>,
  production: string,
): SharedObjects[] {
  const released = new Set(lastVerified(view, production)?.packages.map((each) => each.digest))
  const own = new Set(promotion.effect?.objects)
  const newest = new Map(view.of('promotion').map((each) => [each.package.name, each]))
  return [...newest.values()].flatMap(({ package: pkg, effect }) => {
    if (pkg.name === promotion.package.name || released.has(pkg.digest)) return []
    const objects = (effect?.objects ?? []).filter((object) => own.has(object))
    return objects.length === 0 ? [] : [{ package: pkg.name, version: pkg.version, objects }]
  })
}

export function renderShared(shared: readonly SharedObjects[]): string {
  return list(
    shared.map(
      (each) => `${codeSpan(each.package)} ${escapeText(each.version)}: ${each.objects.slice(0, 20).map(codeSpan).join(', ')}`,
    ),
  )
}

/** Why it can go without what it overtakes, package by package. */
export function renderOvertaking(overtakes: readonly Overtaking[]): string {
  return list(overtakes.map((each) => `${codeSpan(each.package)} ${escapeText(each.version)} stays behind: ${proof(each)}`))
}

function proof({ objects, result, unproved }: Overtaking): string {
  const named = objects.slice(0, 20).map(codeSpan).join(', ')
  const rows = unproved.length === 0 ? '' : ` **Unproved**, a person is asked: ${unproved.slice(0, 10).map(codeSpan).join(', ')}.`
  switch (result) {
    case 'independent':
      return `no object in common.${rows}`
    case 'commutes':
      return `both orders gave the same catalog for ${named}.${rows}`
    case 'needs-it':
      return `it needs ${named} of this package, so it comes after in any order.${rows}`
    case 'differs':
      return `⚠️ the order matters for ${named}.${rows}`
    case 'fails':
      return `❌ it fails without it on ${named}.${rows}`
  }
}

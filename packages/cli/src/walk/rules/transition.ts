import type { FeatureName } from '../feature.ts'
import type { BranchLook } from '../look/branch.ts'
import { handSlots, type Stop } from '../shop.ts'
import { Violation } from '../violation.ts'
import type { Walk } from '../walk.ts'

/** What moved a branch by one commit. */
export type Cause =
  { kind: 'promote'; package: string } | { kind: 'rollback' } | { kind: 'sync' } | { kind: 'reset' } | { kind: 'hand' }

/** Each way of moving a branch changes what it says, and leaves every other line, package and version as it was. */
export function checkTransition(walk: Walk, stop: Stop, cause: Cause, before: BranchLook, after: BranchLook): void {
  switch (cause.kind) {
    case 'promote':
      onlyPackages(walk, stop, before, after, (name) => name === cause.package)
      return sameHand(stop, before, after, 'promotion')
    case 'rollback':
      onlyPackages(walk, stop, before, after, (_, from, to) => to < from)
      return sameOrProductions(walk, stop, before, after)
    case 'sync':
      spoiledWithProduction(walk, stop, before, after)
      onlyPackages(walk, stop, before, after, (name, from, to) => to > from && everOnProduction(walk, name, after))
      return noLineLost(walk, stop, before, after)
    case 'reset':
      return onlyProductions(walk, stop, before, after)
    case 'hand':
      return
  }
}

/** What a hand took out of a package on production comes down as every other commit there. */
function spoiledWithProduction(walk: Walk, stop: Stop, before: BranchLook, after: BranchLook): void {
  for (const name of walk.spoiled.get('production') ?? []) {
    const asThere = walk.looks.branches.get('production')?.carried.get(name) === after.carried.get(name)
    if (asThere && before.carried.get(name) !== after.carried.get(name))
      walk.spoiled.set(stop, (walk.spoiled.get(stop) ?? new Set()).add(name))
  }
}

type May = (name: string, from: number, to: number) => boolean

function onlyPackages(walk: Walk, stop: Stop, before: BranchLook, after: BranchLook, may: May): void {
  for (const name of new Set([...before.listed.keys(), ...after.listed.keys()])) {
    const [from, to] = [before.listed.get(name), after.listed.get(name)]
    if (from?.digest === to?.digest || may(name, from?.number ?? 0, to?.number ?? 0)) continue
    const what = `${name} went from ${from?.number ?? 'none'} to ${to?.number ?? 'none'} on ${stop}`
    throw new Violation('package-moved', `${what} with a change that is not about it`)
  }
  const spoiled = walk.spoiled.get(stop)
  for (const name of new Set([...before.carried.keys(), ...after.carried.keys()])) {
    const [from, to] = [before.carried.get(name), after.carried.get(name)]
    if (from === to || before.listed.get(name)?.digest !== after.listed.get(name)?.digest) continue
    if (spoiled?.has(name as FeatureName) !== true)
      throw new Violation(
        'line-lost',
        `${stop} carries ${name} at ${String(to)} in place of ${String(from)}, and lists it as before`,
      )
  }
}

function sameHand(stop: Stop, before: BranchLook, after: BranchLook, what: string): void {
  for (const slot of new Set([...before.hand.keys(), ...after.hand.keys()])) {
    if (before.hand.get(slot) !== after.hand.get(slot))
      throw new Violation(
        'line-lost',
        `a ${what} changed line ${slot} of ${stop} from ${String(before.hand.get(slot))} to ${String(after.hand.get(slot))}`,
      )
  }
}

/** What a sync brought goes with it, and is owed again: the branch says that it contains an older state of production, which the rule of baselines looks at. */
function sameOrProductions(walk: Walk, stop: Stop, before: BranchLook, after: BranchLook): void {
  const back = before.baseline !== after.baseline
  const kept = (look: BranchLook): BranchLook => ({
    ...look,
    hand: new Map([...look.hand].filter(([slot]) => !back || !handSlots.production.includes(slot))),
  })
  sameHand(stop, kept(before), kept(after), 'rollback')
  for (const slot of handSlots.production) {
    const history = walk.handHistory.get(slot) ?? []
    const line = after.hand.get(slot)
    if (back && line !== undefined && !history.includes(line))
      throw new Violation('line-lost', `a rollback changed line ${slot} of ${stop} to ${line}`)
  }
}

/** Its own lines stay; production's come, and never an older text than the one that is there. */
function noLineLost(walk: Walk, stop: Stop, before: BranchLook, after: BranchLook): void {
  for (const slot of new Set([...before.hand.keys(), ...after.hand.keys()])) {
    const [from, to] = [before.hand.get(slot), after.hand.get(slot)]
    if (from === to) continue
    const history = walk.handHistory.get(slot) ?? []
    const fine =
      handSlots.production.includes(slot) &&
      to !== undefined &&
      history.indexOf(to) > (from === undefined ? -1 : history.indexOf(from))
    if (!fine) throw new Violation('line-lost', `a sync changed line ${slot} of ${stop} from ${String(from)} to ${String(to)}`)
  }
}

function everOnProduction(walk: Walk, name: string, after: BranchLook): boolean {
  return walk.onProduction.has(`${name} ${after.listed.get(name)?.digest ?? ''}`)
}

/** After a reset hands have left nothing there but what they left on production, and that no older than it was. */
function onlyProductions(walk: Walk, stop: Stop, before: BranchLook, after: BranchLook): void {
  const ageOf = (look: BranchLook, slot: number): number => (walk.handHistory.get(slot) ?? []).indexOf(look.hand.get(slot) ?? '')
  for (const [slot, line] of after.hand)
    if (ageOf(after, slot) === -1) throw new Violation('reset-kept', `after a reset ${stop} still has the line ${line}`)
  for (const slot of handSlots.production)
    if (ageOf(after, slot) < ageOf(before, slot))
      throw new Violation(
        'line-lost',
        `a reset changed line ${slot} of ${stop} from ${String(before.hand.get(slot))} to ${String(after.hand.get(slot))}`,
      )
}

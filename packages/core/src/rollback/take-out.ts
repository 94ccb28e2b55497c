import { versionsNamed } from '../gate/named-version.ts'
import { canonicalOrder, findPackage, withPackage } from '../composition/composition.ts'
import type { Environment } from '../config/config.ts'
import type { LedgerView } from '../ledger/history.ts'
import { resetOf } from '../ledger/resets.ts'
import type { VerifiedState } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'
import type { HandRollback } from './hand-rollback.ts'
import { move, refuseHeld } from './moves-between.ts'
import { reachableStates } from './reachable-states.ts'
import { refusal } from './refuse-rollback.ts'

/** One package out, or back to the version verified before it, while what came later stays. Commit and content of the state are those it starts from; `apartState` makes the new ones.
 *  @throws StagecoachError `package-missing`, `rollback-refused` */
export function takeOut(view: LedgerView, environment: Environment, name: string, now: string): HandRollback {
  const states = reachableStates(view, environment.name)
  const current = states[0]
  const held = current && findPackage(current.packages, name)
  if (held === undefined) versionsNamed(view, name)
  if (current === undefined || held === undefined)
    throw refusal(
      `${environment.name} holds no ${name}.`,
      `It holds ${current?.packages.map((each) => each.name).join(', ') || 'no package'}.`,
    )
  const [brought, before] = bringing(states, held)
  if (brought.operation === 'baseline')
    throw refusal(
      `${held.name} was in ${environment.name} before Stagecoach was: nothing says what it changed.`,
      'Take it away with a package of its own.',
    )
  if (resetOf(view, environment.name, brought.operation) !== undefined)
    throw refusal(
      `${held.name} came to ${environment.name} with the reset ${brought.operation}, together with everything else.`,
      'Reset it to a set without that package.',
    )
  const to = before && findPackage(before.packages, held.name, held)
  if (to !== undefined) refuseHeld(view, environment, to, now)
  const packages = to === undefined ? withPackage(current.packages, { without: held.name }) : withPackage(current.packages, to)
  refuseNeeded(environment, held, to, packages)
  const state = { ...current, packages: canonicalOrder(packages) }
  return { environment, of: brought.operation, and: [], moves: [move(held, to)], state, apart: { before } }
}

/** The state with which this version came, and the one before that. */
function bringing(states: readonly VerifiedState[], { digest }: PackageRef): [VerifiedState, VerifiedState | undefined] {
  const gap = states.findIndex((each) => !each.packages.some((known) => known.digest === digest))
  const first = states.at(gap - 1)
  const oldest = states.at(-1)
  if (gap === -1 && oldest !== undefined) return [oldest, undefined]
  if (first === undefined) throw new TypeError('A package that is held came with some state.')
  return [first, states[gap]]
}

function refuseNeeded(environment: Environment, held: PackageRef, to: PackageRef | undefined, rest: readonly PackageRef[]): void {
  if (to !== undefined) return
  const needing = rest.filter((each) => each.requires.includes(held.name)).map((each) => each.name)
  if (needing.length === 0) return
  throw refusal(
    `${needing.join(' and ')} in ${environment.name} require ${held.name}, so it cannot leave alone.`,
    `Go back to the state before it with \`to\`, or take out ${needing.join(' and ')} first.`,
  )
}

import { baseChanges } from '@stagecoach/core'
import { expectedOf, isSure, mergeCells } from './expectation.ts'
import { expectWith } from './expect-with.ts'
import type { FileBirth, Step } from './model.ts'
import { contentOf, holding } from './product.ts'
import type { Environment, Snapshot, Version } from './product.ts'
import type { Random } from './random.ts'

/** What a sync does with production's packages that the target does not hold at production's version. */
export interface SyncPlan {
  /** Older there: production's version takes their place. */
  raise: Version[]
  /** Missing there, and brought. */
  bring: Version[]
  /** Missing there, and left out: quarantined, say. */
  leaveOut: Version[]
}

export function planSync(
  random: Random,
  here: Snapshot,
  production: Snapshot,
  isOlder: (a: Version, b: Version) => boolean,
): SyncPlan {
  const plan: SyncPlan = { raise: [], bring: [], leaveOut: [] }
  for (const version of production.packages.values()) {
    const held = here.packages.get(version.ref.name)
    if (held === undefined) (random.chance(0.1) ? plan.leaveOut : plan.bring).push(version)
    else if (held !== version && isOlder(held, version)) plan.raise.push(version)
  }
  return plan
}

/** Everything that either side wrote: both sides' direct commits, and each package at the version that the plan gives. */
export function synced(here: Snapshot, production: Snapshot, { raise, bring }: SyncPlan): Snapshot {
  const direct = [...here.direct, ...production.direct.filter((step) => !here.direct.some((own) => isSame(own, step)))]
  let at: Snapshot = { direct, packages: here.packages }
  for (const version of [...raise, ...bring]) at = holding(at, version.ref.name, version)
  return at
}

/** The same line taken back on both sides is one change. */
function isSame(a: Step, b: Step): boolean {
  return a.file === b.file && a.cell === b.cell && a.from === b.from && a.to === b.to
}

/** Whether git must find no conflict on the whole way. */
export function expectSync(births: readonly FileBirth[], target: Environment, production: Snapshot, plan: SyncPlan): boolean {
  let ours = target.at
  let sure = true
  const change = (at: Snapshot, name: string, version: Version | undefined): Snapshot => {
    sure &&= isSure(expectWith(births, at, name, version))
    return holding(at, name, version)
  }
  for (const version of plan.raise) ours = change(ours, version.ref.name, version)
  let base = target.baseline.at
  const refs = (at: Snapshot) => [...at.packages.values()].map((version) => version.ref)
  const changes = baseChanges(
    refs(base),
    refs(ours),
    refs(production),
    plan.leaveOut.map((version) => version.ref),
  )
  for (const each of changes) {
    const name = 'without' in each ? each.without : each.name
    base = change(base, name, 'without' in each ? undefined : production.packages.get(name))
  }
  const [from, mine, other] = [base, ours, production].map((at) => expectedOf(contentOf(births, at)))
  return sure && from !== undefined && mine !== undefined && other !== undefined && isSure(mergeCells(from, mine, other))
}

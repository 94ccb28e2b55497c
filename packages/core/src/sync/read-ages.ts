import { findPackage } from '../composition/composition.ts'
import type { Age } from '../composition/compare-sets.ts'
import type { LedgerView } from '../ledger/history.ts'
import { verifiedStates } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'
import type { GitObjects } from '../ports/git.ts'

/** How what an environment holds stands to production's versions. Git says it where one source contains the other. After a rebase it cannot: then a version that production itself went on from is older.
 *  Everything else is `apart`: putting one in the place of the other would take lines away that nobody decided on. */
export async function readAges(
  git: Pick<GitObjects, 'isAncestor'>,
  view: LedgerView,
  production: string,
  wanted: readonly PackageRef[],
  here: readonly PackageRef[],
): Promise<(held: PackageRef, wanted: PackageRef) => Age> {
  const ages = new Map<string, Age>()
  for (const pkg of wanted) {
    const held = findPackage(here, pkg.name, pkg)
    if (held === undefined || held.digest === pkg.digest) continue
    ages.set(key(held, pkg), await ageOf(git, view, production, held, pkg))
  }
  return (held, pkg) => ages.get(key(held, pkg)) ?? 'apart'
}

async function ageOf(
  git: Pick<GitObjects, 'isAncestor'>,
  view: LedgerView,
  production: string,
  held: PackageRef,
  wanted: PackageRef,
): Promise<Age> {
  if (await git.isAncestor(wanted.source, held.source)) return 'newer'
  if (await git.isAncestor(held.source, wanted.source)) return 'older'
  return wentOnFrom(view, production, held) ? 'older' : 'apart'
}

function wentOnFrom(view: LedgerView, production: string, held: PackageRef): boolean {
  return verifiedStates(view, production).some((state) => state.packages.some((each) => each.digest === held.digest))
}

function key(held: PackageRef, wanted: PackageRef): string {
  return `${held.digest} ${wanted.digest}`
}

import type { PackageRef } from '../package/package.ts'
import { environmentStatus } from './environment-status.ts'
import { lostWords } from './lost-word.ts'
import { packageCell } from './package-cell.ts'
import type { StatusFacts } from './status-facts.ts'
import type { PackageStatus, StatusView } from './status-view.ts'

/** Packages by environments, pure. */
export function viewStatus(facts: StatusFacts): StatusView {
  const packages = packageNames(facts).map((name) => packageStatus(facts, name))
  return {
    at: facts.now,
    environments: facts.environments.map((each) => environmentStatus(facts, each)),
    packages: packages.sort((a, b) => Number(settled(facts, a)) - Number(settled(facts, b)) || (a.name < b.name ? -1 : 1)),
  }
}

/** Every package that was built, or that a branch says it holds, or said until other hands took its word away. */
export function packageNames({ view, environments }: StatusFacts): string[] {
  const built = view.of('built').map((each) => each.package.name)
  const held = environments.flatMap((each) => each.packages.map((pkg) => pkg.name))
  const lost = environments.flatMap((each) => lostWords({ view }, each).map((word) => word.package.name))
  return [...new Set([...built, ...held, ...lost])]
}

export function newestBuild({ view }: Pick<StatusFacts, 'view'>, name: string): { package: PackageRef; at: string } | undefined {
  return view.of('built').findLast((each) => each.package.name === name)
}

export function packageStatus(facts: StatusFacts, name: string): PackageStatus {
  const built = newestBuild(facts, name)
  const cells: PackageStatus['cells'] = {}
  for (const there of facts.environments) {
    const cell = packageCell(facts, there, name, built?.package)
    if (cell !== undefined) cells[there.environment.name] = cell
  }
  return { name, ...(built === undefined ? {} : { built: { version: built.package.version, at: built.at } }), cells }
}

/** Every environment has verified its newest build, and nothing else is under way. */
function settled({ environments }: StatusFacts, { built, cells }: PackageStatus): boolean {
  return environments.every(({ environment }) => {
    const cell = cells[environment.name]
    return (
      cell?.present?.state === 'verified' &&
      cell.coming === undefined &&
      cell.present.version === (built?.version ?? cell.present.version)
    )
  })
}

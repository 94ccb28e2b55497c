import type { Standing } from '../composition/compare-sets.ts'

/** What production has verified and an environment before it lacks: it comes by `stagecoach sync`, or by promotion. */
export interface Owed {
  packages: OwedPackage[]
  /** Commits that people made on production's branch since the environment's baseline. */
  commits: number
  /** How far the baseline is behind production's last verified commit: all commits of production since, whoever made them. */
  behind: number
}

export interface OwedPackage {
  package: string
  /** Production's version. */
  version: string
  /** `apart`: the environment holds a version that neither contains production's nor is contained in it; a sync leaves it alone. */
  kind: 'missing' | 'older' | 'apart'
  /** The version that the environment holds. */
  held?: string
}

/** Pure; undefined when nothing is owed. A newer version than production's is no debt. A baseline that is behind without a package or commit of people missing is none either: what came to production since had been here before. */
export function owedTo(standings: readonly Standing[], commits: number, behind: number): Owed | undefined {
  const packages = standings.flatMap(({ kind, package: pkg, held }): OwedPackage[] => {
    if (kind === 'same' || kind === 'newer') return []
    return [{ package: pkg.name, version: pkg.version, kind, ...(held === undefined ? {} : { held: held.version }) }]
  })
  return packages.length + commits === 0 ? undefined : { packages, commits, behind }
}

import { findPackage, isSamePackage, withPackage } from '../composition/composition.ts'
import { StagecoachError } from '../error.ts'
import type { PackageRef } from '../package/package.ts'

export interface ChoiceFacts {
  /** What the environment holds. */
  present: readonly PackageRef[]
  /** What production holds. */
  production: readonly PackageRef[]
  /** Every build, oldest first. */
  built: readonly PackageRef[]
}

export interface ChosenPackages {
  /** What is merged into production, in the order given; what production holds itself is left out. */
  chosen: PackageRef[]
  /** Production's set with these, in canonical order. */
  packages: PackageRef[]
}

/** The versions that are meant: `name` is the one the environment holds, else the newest build, but never one older than production's; `name@version` is that one.
 *  @throws StagecoachError `package-missing`, `package-twice`, `version-lower` */
export function choosePackages(wanted: readonly string[], facts: ChoiceFacts): ChosenPackages {
  const meant: PackageRef[] = []
  for (const each of wanted) {
    const found = meantBy(each, facts)
    const twice = meant.find((other) => isSamePackage(other, found))
    if (twice !== undefined)
      throw new StagecoachError('package-twice', `'${each}' and '${twice.name}' are one package.`, { hint: 'Name it once.' })
    meant.push(found)
  }
  const chosen = meant.filter((each) => !holds(facts.production, each))
  return { chosen, packages: chosen.reduce<PackageRef[]>(withPackage, withNothing(facts.production)) }
}

function withNothing(packages: readonly PackageRef[]): PackageRef[] {
  return withPackage(packages, { without: '' })
}

function meantBy(wanted: string, { present, production, built }: ChoiceFacts): PackageRef {
  const [name = '', version] = wanted.split('@')
  const versions = built.filter((each) => each.name === name)
  const newest = versions.findLast((each) => version === undefined || each.version === version)
  const here = version === undefined ? findPackage(present, name) : undefined
  const found = here ?? (version === undefined ? findPackage(production, name, newest) : undefined) ?? newest
  if (found === undefined) throw missing(wanted, versions)
  const released = findPackage(production, name, found)
  if (released === undefined || !isOlder(found, released)) return found
  if (version === undefined) return released
  throw new StagecoachError('version-lower', `Production holds ${name} ${released.version}, which is newer than ${version}.`, {
    hint: `Leave '${wanted}' out: a reset never lowers a version below production's.`,
  })
}

function isOlder(a: PackageRef, b: PackageRef): boolean {
  return a.digest !== b.digest && Date.parse(a.sourceTime) < Date.parse(b.sourceTime)
}

function holds(packages: readonly PackageRef[], pkg: PackageRef): boolean {
  return packages.some((each) => each.digest === pkg.digest)
}

function missing(wanted: string, versions: readonly PackageRef[]): StagecoachError {
  const there = versions.map((each) => each.version).join(', ')
  return new StagecoachError('package-missing', `No package '${wanted}' was built.`, {
    hint: there === '' ? 'Look for its name with `stagecoach status`.' : `There is ${there}.`,
  })
}

import { StagecoachError } from '../error.ts'
import { digestOf } from '../digest.ts'
import type { Digest } from '../digest.ts'
import type { PackageRef } from '../package/package.ts'

/** Canonical order: what a package requires comes first, then by source commit time, then by name. Required packages that are not in the set are no obstacle.
 *  @throws StagecoachError `requires-cycle` */
export function canonicalOrder<P extends PackageRef>(packages: readonly P[]): P[] {
  const waiting = [...packages].sort(byTimeThenName)
  const names = new Set(waiting.map((each) => each.name))
  const placed = new Set<string>()
  const order: P[] = []
  while (waiting.length > 0) {
    const index = waiting.findIndex((each) => each.requires.every((name) => placed.has(name) || !names.has(name)))
    const next = index === -1 ? undefined : waiting.splice(index, 1)[0]
    if (next === undefined) throw cycle(waiting.map((each) => each.name))
    placed.add(next.name)
    order.push(next)
  }
  return order
}

/** Identity of the set, whatever the order it is given in. */
export function compositionDigest(packages: readonly PackageRef[]): Digest {
  return digestOf(packages.map(({ name, digest }) => ({ name, digest })).sort((a, b) => compare(a.name, b.name)))
}

export function sameComposition(a: readonly PackageRef[], b: readonly PackageRef[]): boolean {
  return compositionDigest(a) === compositionDigest(b)
}

/** The set with a package at this version in the place of every other, under whatever name it had, or without the package of this name. */
export function withPackage(packages: readonly PackageRef[], change: PackageRef | { without: string }): PackageRef[] {
  if ('without' in change) return canonicalOrder(packages.filter((each) => each.name !== change.without))
  return canonicalOrder([...packages.filter((each) => !isSamePackage(each, change)), change])
}

/** By its name, or under another name that it had before or has since. */
export function findPackage(
  packages: readonly PackageRef[],
  name: string,
  version?: Pick<PackageRef, 'name' | 'formerly'>,
): PackageRef | undefined {
  const named = packages.find((each) => each.name === name)
  return named ?? (version && packages.find((each) => isSamePackage(each, version)))
}

/** Two versions of one package, which may have been renamed between them. */
export function isSamePackage(a: Pick<PackageRef, 'name' | 'formerly'>, b: Pick<PackageRef, 'name' | 'formerly'>): boolean {
  return a.name === b.name || a.formerly?.includes(b.name) === true || b.formerly?.includes(a.name) === true
}

function byTimeThenName(a: PackageRef, b: PackageRef): number {
  return Date.parse(a.sourceTime) - Date.parse(b.sourceTime) || compare(a.name, b.name)
}

/** By UTF-16 code units: the same on every machine, unlike a locale's order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function cycle(names: readonly string[]): StagecoachError {
  return new StagecoachError(
    'requires-cycle',
    `The packages ${names.map((name) => `'${name}'`).join(', ')} require each other.`,
    {
      hint: 'Take one of the names out of `requires` in its package.yml.',
    },
  )
}

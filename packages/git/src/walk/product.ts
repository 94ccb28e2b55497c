import type { Oid, PackageRef } from '@stagecoach/core'
import { resolve } from './model.ts'
import type { Content, FileBirth, Step } from './model.ts'

/** A built version as the model knows it: everything the feature changes, on production as it was at the base. */
export interface Version {
  ref: PackageRef
  steps: readonly Step[]
  base: Snapshot
}

/** What stands on a branch: direct commits and packages, each at its version. */
export interface Snapshot {
  direct: readonly Step[]
  packages: ReadonlyMap<string, Version>
}

export interface Environment {
  name: string
  tip: Oid
  at: Snapshot
  /** The production commit whose content it contains, and what stood there. */
  baseline: { commit: Oid; at: Snapshot }
  /** What people committed there since, from outside. */
  hands: Oid[]
  /** Some of it brought production's content. */
  mergedByHand: boolean
}

/** Content of a snapshot by the model: direct commits plus each package at its version. */
export function contentOf(births: readonly FileBirth[], { direct, packages }: Snapshot): Content {
  return resolve(births, [...direct, ...[...packages.values()].flatMap((version) => version.steps)])
}

export function sourceOf(births: readonly FileBirth[], version: Version): Content {
  return contentOf(births, holding(version.base, version.ref.name, version))
}

export function holding(snapshot: Snapshot, name: string, version: Version | undefined): Snapshot {
  const packages = new Map(snapshot.packages)
  if (version === undefined) packages.delete(name)
  else packages.set(name, version)
  return { direct: snapshot.direct, packages }
}

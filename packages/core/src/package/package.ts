import type { Digest } from '../digest.ts'

/** Git object id, 40 hexadecimal characters. */
export type Oid = string

/** What an environment's branch says of a package: the file `.stagecoach/packages/<name>.json` (with `schema: 1`). */
export interface PackageRef {
  name: string
  version: string
  digest: Digest
  /** The feature's commit that was built. */
  source: Oid
  /** Newest production commit the source contains; recorded at the first build, never computed again. */
  base: Oid
  requires: string[]
  /** Committer time of the source commit, ISO 8601 UTC: second key of the canonical order. */
  sourceTime: string
  /** Names it had in earlier versions, which it takes the place of; absent when there are none. */
  formerly?: string[]
}

/** The canonical JSON document whose sha256 is the package's digest. It says only what comes from the commit alone. */
export interface Manifest {
  schema: 1
  name: string
  version: string
  source: Oid
  base: Oid
  sourceTime: string
  requires: string[]
  /** Name of the expand package that this contract completes. */
  completes?: string
  formerly: string[]
  /** Keys the environment must define. */
  config: string[]
  /** Every file below the package's migrations folder, by path relative to that folder, sorted. */
  files: ManifestFile[]
  /** In order of execution. */
  migrations: MigrationRef[]
  /** What the feature changes relative to its base, over the whole tree without the migrations folder of the package, sorted by path. */
  changes: ChangedPath[]
  /** Author, committer and co-author e-mail addresses of the commits base..source, sorted, lower case. */
  authors: string[]
}

export interface ManifestFile {
  path: string
  mode: '100644' | '100755'
  size: number
  sha256: Digest
}

export interface MigrationRef {
  /** `NNNN_name`, unique in the package. */
  id: string
  file: string
  undo?: string
}

/** `undefined` on a side means the path is absent there. */
export interface ChangedPath {
  path: string
  before?: { mode: string; oid: Oid }
  after?: { mode: string; oid: Oid }
}

/** A package read from the store; every digest was verified on the way. Keys of `files` are the manifest's paths. */
export interface StoredPackage {
  ref: PackageRef
  manifest: Manifest
  files: ReadonlyMap<string, Uint8Array>
}

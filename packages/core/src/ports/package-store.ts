import type { Manifest, Oid, PackageRef, StoredPackage } from '../package/package.ts'
import type { RefUpdate } from './git.ts'

/** Packages in annotated tags `package/<name>/<version>`; each read verifies every digest. The tags were fetched before by `GitRemote.fetch(['refs/tags/package/*'])`. */
export interface PackageStore {
  versions(name?: string): Promise<{ name: string; version: string; source: Oid }[]>
  /** Errors: `package-missing`, `package-tampered`, `package-file-missing`, `package-path-escapes`, `package-link`, `package-case-collision`, `package-format-newer`. */
  read(name: string, version: string): Promise<StoredPackage>
  /** Reads and compares with what a branch or ledger says; `package-tampered` when the digest differs. */
  readRef(ref: PackageRef): Promise<StoredPackage>
  /** Writes objects and tag object; `update` is undefined when the same package is stored already. Another digest under the same version: `package-version-taken`. */
  prepare(manifest: Manifest, files: ReadonlyMap<string, Uint8Array>): Promise<{ ref: PackageRef; update: RefUpdate | undefined }>
}

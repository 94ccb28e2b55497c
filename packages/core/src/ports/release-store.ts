import type { Digest } from '../digest.ts'
import type { Oid } from '../package/package.ts'
import type { RefUpdate } from './git.ts'

/** A release: what the build command made of a content, stored once by content id as annotated tag `release/<content id>`. */
export interface ReleaseRef {
  content: Oid
  digest: Digest
  files: number
}

export type ReleaseFiles = ReadonlyMap<string, { bytes: Uint8Array; executable: boolean }>

/** The refs were fetched before by `GitRemote.fetch(['refs/tags/release/*'])` or the one needed. */
export interface ReleaseStore {
  find(content: Oid): Promise<ReleaseRef | undefined>
  /** Verified files. Errors: `release-missing`, `release-tampered`. */
  read(content: Oid): Promise<ReleaseFiles>
  /** Writes the objects and gives the ref update that publishes them. The same content built again with other bytes: `release-differs`. */
  prepare(content: Oid, files: ReleaseFiles, at: string): Promise<{ ref: ReleaseRef; update: RefUpdate | undefined }>
}

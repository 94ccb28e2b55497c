import { canonicalJson, caseCollisions, escapes, sha256, StagecoachError } from '@stagecoach/core'
import type { Digest, Oid, ReleaseFiles } from '@stagecoach/core'
import { refuse } from './tagged-tree.ts'
import type { TaggedTree } from './tagged-tree.ts'

interface ReleaseFile {
  path: string
  mode: string
  size: number
  sha256: Digest
}

/** Canonical JSON whose sha256 is the release's digest: content and files, not when it was built. */
export function releaseDocument(content: Oid, files: ReleaseFiles): Uint8Array {
  const listed = [...files].map(([path, file]) => describe(path, modeOf(file.executable), file.bytes))
  return documentOf(content, listed)
}

export function modeOf(executable: boolean): string {
  return executable ? '100755' : '100644'
}

/** Compares a stored release with what its document says.
 *  @throws StagecoachError `release-tampered`, `release-format-newer` */
export function verifyRelease(tag: string, content: Oid, stored: TaggedTree): void {
  refuseNewer(tag, stored.document)
  const paths = stored.files.map((file) => file.path)
  const bad = stored.files.find((file) => escapes(file.path) || !['100644', '100755'].includes(file.mode))
  if (bad !== undefined) throw tampered(tag, `'${bad.path}' is a link or leaves its folder`)
  if (caseCollisions(paths).length > 0) throw tampered(tag, 'it has paths that differ only in case')
  const found = documentOf(
    content,
    stored.files.map((file) => describe(file.path, file.mode, file.bytes)),
  )
  if (!Buffer.from(stored.document).equals(found)) throw tampered(tag, 'its files are not those it lists')
}

/** @throws StagecoachError `release-path-invalid`: a build must not leave what could not be unpacked */
export function checkReleasePaths(files: ReleaseFiles): void {
  const bad = [...[...files.keys()].filter(escapes), ...caseCollisions([...files.keys()]).flat()]
  if (bad.length === 0) return
  throw new StagecoachError('release-path-invalid', `The release has paths that cannot be stored: ${bad.join(', ')}.`, {
    hint: 'Change `release.files` in the configuration, or what the build command writes.',
  })
}

function refuseNewer(tag: string, document: Uint8Array): void {
  const match = /"schema":(\d+)/.exec(Buffer.from(document).toString('utf8'))
  if (Number(match?.[1] ?? 1) <= 1) return
  throw new StagecoachError('release-format-newer', `The release '${tag}' was stored by a newer Stagecoach.`, {
    hint: 'Use the newest version of the Stagecoach actions.',
  })
}

function documentOf(content: Oid, files: readonly ReleaseFile[]): Buffer {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  return Buffer.from(canonicalJson({ schema: 1, content, files: sorted }))
}

function describe(path: string, mode: string, bytes: Uint8Array): ReleaseFile {
  return { path, mode, size: bytes.length, sha256: sha256(bytes) }
}

function tampered(tag: string, why: string): StagecoachError {
  return refuse('release-tampered', tag, why)
}

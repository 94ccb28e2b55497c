import { sha256 } from '../digest.ts'
import { StagecoachError } from '../error.ts'
import { packageRefOf, parseManifest } from './manifest.ts'
import type { Manifest, ManifestFile, StoredPackage } from './package.ts'
import { caseCollisions, escapes } from './package-path.ts'

/** A file as the store holds it; `mode` is git's. */
export interface StoredFile {
  path: string
  mode: string
  bytes: Uint8Array
}

/** Checks everything a stored package says against its bytes.
 *  @throws StagecoachError `package-format-newer`, `package-tampered`, `package-file-missing`, `package-path-escapes`, `package-link`, `package-case-collision` */
export function verifyPackage(manifest: Uint8Array, files: readonly StoredFile[]): StoredPackage {
  const parsed = parseManifest(manifest)
  const label = `'${parsed.name}' ${parsed.version}`
  checkPaths(label, [...parsed.files.map((file) => file.path), ...files.map((file) => file.path)])
  const links = files.filter((file) => file.mode === '120000' || file.mode === '160000')
  if (links.length > 0)
    throw refuse('package-link', `The package ${label} holds links: ${quoted(links.map((file) => file.path))}.`)
  checkListing(label, parsed, files)
  checkMigrations(label, parsed)
  for (const file of parsed.files) checkFile(label, file, files)
  return { ref: packageRefOf(parsed), manifest: parsed, files: new Map(files.map((file) => [file.path, file.bytes])) }
}

function checkPaths(label: string, paths: readonly string[]): void {
  const outside = paths.filter(escapes)
  if (outside.length > 0)
    throw refuse('package-path-escapes', `The package ${label} has paths that leave its folder: ${quoted(outside)}.`)
  const collisions = caseCollisions([...new Set(paths)])
  if (collisions.length > 0) {
    throw refuse(
      'package-case-collision',
      `The package ${label} has paths that differ only in case: ${quoted(collisions.flat())}.`,
    )
  }
}

function checkListing(label: string, manifest: Manifest, files: readonly StoredFile[]): void {
  const listed = manifest.files.map((file) => file.path)
  const twice = [listed, files.map((file) => file.path)].some((paths) => new Set(paths).size !== paths.length)
  if (twice) throw refuse('package-tampered', `The package ${label} names a file twice.`)
  const extra = files.filter((file) => !listed.includes(file.path))
  if (extra.length > 0) {
    throw refuse(
      'package-tampered',
      `The package ${label} holds files that its manifest does not name: ${quoted(extra.map((file) => file.path))}.`,
    )
  }
}

function checkMigrations(label: string, manifest: Manifest): void {
  const listed = new Set(manifest.files.map((file) => file.path))
  const absent = manifest.migrations
    .flatMap(({ file, undo }) => [file, ...(undo === undefined ? [] : [undo])])
    .filter((path) => !listed.has(path))
  if (absent.length > 0)
    throw refuse('package-file-missing', `The package ${label} lacks the files of its migrations: ${quoted(absent)}.`)
}

function checkFile(label: string, expected: ManifestFile, files: readonly StoredFile[]): void {
  const found = files.find((file) => file.path === expected.path)
  if (found === undefined) throw refuse('package-file-missing', `The package ${label} lacks '${expected.path}'.`)
  if (found.mode !== expected.mode || found.bytes.length !== expected.size || sha256(found.bytes) !== expected.sha256) {
    throw refuse('package-tampered', `'${expected.path}' in the package ${label} is not the file that was built.`)
  }
}

function quoted(paths: readonly string[]): string {
  return paths.map((path) => JSON.stringify(path)).join(', ')
}

function refuse(code: string, message: string): StagecoachError {
  return new StagecoachError(code, message, {
    hint: 'Nothing of it was used. Restore the package tag from another clone, or build the feature again under a new version.',
  })
}

import { sha256 } from '../digest.ts'
import { StagecoachErrors, type Problem } from '../error.ts'
import { formatMigrationFile, parseMigrationFile } from '../names/migration-id.ts'
import { folderProblems, type FolderFile } from './folder-problems.ts'
import { readPackageDocument, type PackageDocument } from './package-document.ts'
import type { ManifestFile, MigrationRef } from './package.ts'

/** A package's folder, read and found good. */
export interface PackageFolder extends PackageDocument {
  name: string
  /** Sorted by path. */
  files: ManifestFile[]
  bytes: ReadonlyMap<string, Uint8Array>
  /** In order of execution. */
  migrations: MigrationRef[]
}

const document = 'package.yml'

/** Reads the files of the folder `<folder>` (path from the repository's root, for messages) as the package `name`. Pure.
 *  @throws StagecoachErrors `package-invalid` with everything that is wrong, each in its place */
export function readPackageFolder(name: string, folder: string, files: readonly FolderFile[]): PackageFolder {
  const declared = readPackageDocument(textOf(files, document), `${folder}/${document}`, name)
  const problems: Problem[] = [
    ...folderProblems(files).map(({ path, ...rest }) => ({ file: `${folder}/${path}`, ...rest })),
    ...declared.problems,
    ...(files.length === 0 ? [{ file: folder, message: 'holds no file', hint: `add a ${document}` }] : []),
  ]
  if (problems.length > 0)
    throw new StagecoachErrors('package-invalid', `The folder of the package '${name}' cannot be built:`, problems)
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  return {
    name,
    ...declared.document,
    files: sorted.map(({ path, mode, bytes }) => ({
      path,
      mode: mode === '100755' ? '100755' : '100644',
      size: bytes.length,
      sha256: sha256(bytes),
    })),
    bytes: new Map(sorted.map((file) => [file.path, file.bytes])),
    migrations: migrationsOf(sorted.map((file) => file.path)),
  }
}

function migrationsOf(paths: readonly string[]): MigrationRef[] {
  const files = paths.flatMap((path) => parseMigrationFile(path) ?? [])
  return files
    .filter((file) => file.kind === 'migration')
    .sort((a, b) => a.number - b.number)
    .map(({ id }) => {
      const undo = formatMigrationFile({ id, kind: 'undo' })
      return { id, file: formatMigrationFile({ id, kind: 'migration' }), ...(paths.includes(undo) ? { undo } : {}) }
    })
}

function textOf(files: readonly FolderFile[], path: string): string {
  const file = files.find((each) => each.path === path && each.mode.startsWith('100'))
  return file === undefined ? '' : Buffer.from(file.bytes).toString('utf8')
}

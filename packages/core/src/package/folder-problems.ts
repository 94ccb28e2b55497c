import { parseMigrationFile } from '../names/migration-id.ts'
import type { TreeEntry } from '../ports/git.ts'
import { caseCollisions, escapes } from './package-path.ts'

const sizeLimit = 5 * 1024 * 1024

/** A file of a package's folder: path relative to it. */
export interface FolderFile {
  path: string
  mode: string
  bytes: Uint8Array
}

/** What keeps a folder from becoming a package, each with the path it is about. */
export interface FolderProblem {
  path: string
  message: string
  hint?: string
}

/** Everything that is wrong with the files of a folder, all at once. */
export function folderProblems(files: readonly FolderFile[]): FolderProblem[] {
  return [...files.flatMap(fileProblems), ...nameProblems(files.map((file) => file.path))]
}

/** Links and submodules have no bytes of their own; they are seen in the listing, before anything is read. */
export function isLink(entry: Pick<TreeEntry, 'mode'>): boolean {
  return entry.mode === '120000' || entry.mode === '160000'
}

function fileProblems({ path, mode, bytes }: FolderFile): FolderProblem[] {
  if (mode === '120000') return [{ path, message: 'is a symbolic link', hint: 'commit the file itself' }]
  if (mode === '160000') return [{ path, message: 'is a submodule', hint: 'commit the files themselves' }]
  if (escapes(path)) return [{ path, message: 'is a path that leaves the folder, or no path on every system' }]
  if (isLargeFilePointer(bytes))
    return [
      {
        path,
        message: 'is a pointer of Git LFS, not the file',
        hint: 'take it out of .gitattributes and commit the file itself',
      },
    ]
  const problems: FolderProblem[] = []
  if (bytes.length > sizeLimit)
    problems.push({ path, message: `has ${bytes.length} bytes; at most ${sizeLimit} go into a package` })
  if (/\.sql$/i.test(path)) problems.push(...sqlProblems(path, bytes))
  return problems
}

/** Its first line, https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md. */
function isLargeFilePointer(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 64)).toString().startsWith('version https://git-lfs.github.com/spec/')
}

function sqlProblems(path: string, bytes: Uint8Array): FolderProblem[] {
  const hint = 'name it NNNN_name.sql, its undo script NNNN_name.undo.sql: four digits, then a-z, 0-9, `_` and `-`'
  if (parseMigrationFile(path) === undefined) return [{ path, message: 'is not named like a migration', hint }]
  const text = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(bytes)
  return Buffer.from(text).equals(Buffer.from(bytes)) ? [] : [{ path, message: 'is not UTF-8 text' }]
}

function nameProblems(paths: readonly string[]): FolderProblem[] {
  const twice = paths.filter((path, index) => paths.indexOf(path) !== index)
  const collisions = caseCollisions([...new Set(paths)]).map((group) => ({
    path: group[0] ?? '',
    message: `differs only in case from ${group.slice(1).join(', ')}`,
  }))
  const files = paths
    .flatMap((path) => ({ path, file: parseMigrationFile(path) }))
    .flatMap(({ path, file }) => (file === undefined ? [] : [{ path, ...file }]))
  const migrations = files.filter((file) => file.kind === 'migration')
  const lonely = files.filter((file) => file.kind === 'undo' && !migrations.some((other) => other.id === file.id))
  const numbers = migrations.filter((file, index) => migrations.findIndex((other) => other.number === file.number) !== index)
  return [
    ...twice.map((path) => ({ path, message: 'comes twice' })),
    ...collisions,
    ...lonely.map(({ path, id }) => ({ path, message: `undoes a migration that is not there`, hint: `add ${id}.sql` })),
    ...numbers.map(({ path, number }) => ({
      path,
      message: `has the number ${String(number).padStart(4, '0')} of another migration`,
      hint: 'each number says a place in the order',
    })),
  ]
}

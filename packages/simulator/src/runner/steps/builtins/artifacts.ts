import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findFiles, listFiles } from '../../find-files.ts'
import { matchesFilter } from '../../glob.ts'
import type { BuiltinRequest } from './index.ts'

/** Stand-in for actions/upload-artifact: copies files into the run's own folder of artifacts. */
export async function uploadArtifact({ call, inputs }: BuiltinRequest): Promise<boolean> {
  const { facts, folders } = call.frame.session
  const name = inputs['name'] || 'artifact'
  if (/["<>|*?:\r\n\\/]/.test(name)) return fail(call, `The artifact name is not valid: ${name}`)
  const patterns = (inputs['path'] ?? '').split('\n').map((line) => line.trim()).filter(Boolean) // prettier-ignore
  const found = artifactFiles(folders.workspace, patterns, inputs['include-hidden-files'] === 'true')
  if (found.length === 0) {
    const message = `No files were found with the provided path: ${patterns.join(', ')}. No artifacts will be uploaded.`
    if (inputs['if-no-files-found'] === 'error') return fail(call, message)
    call.output.line(inputs['if-no-files-found'] === 'ignore' ? message : `::warning::${message}`)
    return true
  }
  const target = join(facts.artifacts.folder, name)
  if (existsSync(target)) {
    if (inputs['overwrite'] !== 'true' && !facts.artifacts.inherited.delete(name)) {
      return fail(
        call,
        'Failed to CreateArtifact: Received non-retryable error: (409) Conflict: an artifact with this name already exists on the workflow run',
      )
    }
    rmSync(target, { recursive: true })
  }
  for (const { source, inside } of found) copy(source, join(target, inside))
  call.output.line(`Artifact ${name} has been successfully uploaded! It holds ${found.length} file(s).`)
  call.outputs['artifact-id'] = String(readdirSync(facts.artifacts.folder).length)
  return true
}

/** Stand-in for actions/download-artifact: one by name into `path`, or several each into a folder of its name. */
export async function downloadArtifact({ call, inputs }: BuiltinRequest): Promise<boolean> {
  const { facts, folders } = call.frame.session
  const target = resolve(folders.workspace, inputs['path'] || '.')
  const all = existsSync(facts.artifacts.folder) ? readdirSync(facts.artifacts.folder) : []
  const name = inputs['name']
  if (name) {
    if (!all.includes(name)) return fail(call, `Unable to download artifact(s): Artifact not found for name: ${name}`)
    cpSync(join(facts.artifacts.folder, name), target, { recursive: true })
  } else {
    const chosen = all.filter((one) => !inputs['pattern'] || matchesFilter([inputs['pattern']], one))
    for (const one of chosen) {
      cpSync(join(facts.artifacts.folder, one), inputs['merge-multiple'] === 'true' ? target : join(target, one), {
        recursive: true,
      })
    }
    call.output.line(`Total of ${chosen.length} artifact(s) downloaded`)
  }
  call.outputs['download-path'] = target
  return true
}

interface ArtifactFile {
  readonly source: string
  readonly inside: string
}

/** Files as they will lie in the artifact: below the least common folder of what the patterns name, as the action does it. */
function artifactFiles(workspace: string, patterns: readonly string[], hidden: boolean): ArtifactFile[] {
  const found: { source: string; root: string }[] = []
  const outside = patterns.filter((pattern) => pattern.startsWith('/'))
  const inside = patterns.filter((pattern) => !pattern.startsWith('/'))
  for (const path of findFiles(workspace, inside)) found.push({ source: join(workspace, path), root: '' })
  for (const path of outside) {
    if (!existsSync(path)) continue
    if (statSync(path).isDirectory()) for (const file of listFiles(path)) found.push({ source: join(path, file), root: path })
    else found.push({ source: path, root: dirname(path) })
  }
  const roots = [
    ...inside.filter((pattern) => !pattern.startsWith('!')).map((one) => fixedPart(workspace, one)),
    ...outside.map(folderOf),
  ]
  const root = commonFolder(roots)
  return found
    .map(({ source }) => ({ source, inside: source.slice(root.length).replace(/^\/+/, '') }))
    .filter((file) => hidden || !file.inside.split('/').some((part) => part.startsWith('.')))
}

/** The folder before the first sign of a pattern; of a plain file its folder, of a plain folder itself. */
function fixedPart(workspace: string, pattern: string): string {
  const parts = pattern.split('/')
  const wild = parts.findIndex((part) => /[*?]/.test(part))
  return wild < 0 ? folderOf(join(workspace, pattern)) : join(workspace, ...parts.slice(0, wild))
}

function folderOf(path: string): string {
  const clean = path.replace(/\/+$/, '')
  return existsSync(clean) && statSync(clean).isDirectory() ? clean : dirname(clean)
}

function commonFolder(folders: readonly string[]): string {
  const [first = '', ...others] = folders
  let parts = first.split('/')
  for (const other of others) {
    const theirs = other.split('/')
    const differs = parts.findIndex((part, index) => part !== theirs[index])
    if (differs >= 0) parts = parts.slice(0, differs)
  }
  return parts.join('/')
}

function copy(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true })
  cpSync(source, target)
}

function fail(call: BuiltinRequest['call'], message: string): boolean {
  call.output.line(`::error::${message}`)
  return false
}

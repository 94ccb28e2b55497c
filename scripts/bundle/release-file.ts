import { createHash } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A file of the release tree: its path with forward slashes and its bytes. */
export interface ReleaseFile {
  path: string
  content: Buffer
  executable?: boolean
}

/** Files are sorted by the bytes of their path, never by a locale, so that every machine writes the same manifest. */
export function sortFiles(files: readonly ReleaseFile[]): ReleaseFile[] {
  return [...files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))
}

/** `manifest.json`: the sha256 (hex) and size in bytes of every file, under the version that all actions share. */
export function releaseManifest(version: string, files: readonly ReleaseFile[]): ReleaseFile {
  const listed = sortFiles(files).map(({ path, content }) => [path, { sha256: sha256(content), size: content.length }])
  const manifest = { schema: 1, version, files: Object.fromEntries(listed) as Record<string, unknown> }
  return { path: 'manifest.json', content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) }
}

export async function writeFiles(folder: string, files: readonly ReleaseFile[]): Promise<void> {
  for (const file of files) {
    const target = join(folder, file.path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, file.content)
    await chmod(target, file.executable === true ? 0o755 : 0o644)
  }
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Writes files below a folder; `undefined` removes one. Scripts may be executed. */
export async function writeTree(folder: string, files: ReadonlyMap<string, string | undefined>): Promise<void> {
  for (const [path, content] of files) {
    const full = join(folder, path)
    if (content === undefined) await rm(full)
    else {
      await mkdir(dirname(full), { recursive: true })
      await writeFile(full, content, { mode: path.endsWith('.sh') ? 0o755 : 0o644 })
    }
  }
}

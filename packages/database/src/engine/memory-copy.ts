import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { MemoryFS, PGlite } from '@electric-sql/pglite'

/** What of the lazily loaded package is needed. */
interface Library {
  MemoryFS: typeof MemoryFS
  PGlite: typeof PGlite
}

/**
 * A file system of PGlite that begins as a copy of a closed database folder and lives in memory. Beside a copy on disk it saves 1,200
 * files made, written through and removed again: 0.2 instead of 1.0 s of processor time for each scratch database.
 */
export function memoryCopy(library: Library, folder: string): MemoryFS {
  class MemoryCopy extends library.MemoryFS {
    // PGlite calls it before it looks for a database.
    override async initialSyncFs(): Promise<void> {
      const files = this.pg?.Module.FS
      if (files === undefined) throw new TypeError('PGlite reads its file system before it is there.')
      walk(folder, library.PGlite.paths.PGDATA, {
        folder: (path) => files.mkdirTree(path),
        // The bytes were read for nobody else, so they need not be copied again.
        file: (path, source) => files.writeFile(path, readFileSync(source), { canOwn: true }),
      })
      return Promise.resolve()
    }
  }
  return new MemoryCopy()
}

/** Bytes of all files below a folder. */
export function folderSize(folder: string): number {
  let bytes = 0
  walk(folder, '', { folder: () => undefined, file: (_, source) => (bytes += statSync(source).size) })
  return bytes
}

interface Visitor {
  folder(path: string): void
  file(path: string, source: string): void
}

/** Synchronous: a thousand small files are read several times faster than through the thread pool. */
function walk(source: string, path: string, visitor: Visitor): void {
  visitor.folder(path)
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), `${path}/${entry.name}`]
    if (entry.isDirectory()) walk(from, to, visitor)
    else visitor.file(to, from)
  }
}

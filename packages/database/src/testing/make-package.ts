import { digestOf, sha256, type Manifest, type StoredPackage } from '@stagecoach/core'

/** A stored package made of SQL texts: `{ '0001_a.sql': '…', '0001_a.undo.sql': '…' }`. */
export function makePackage(name: string, texts: Record<string, string>, over: Partial<Manifest> = {}): StoredPackage {
  const files = new Map(Object.entries(texts).map(([path, sql]) => [path, new TextEncoder().encode(sql)]))
  const ids = [...files.keys()].filter((path) => !path.endsWith('.undo.sql')).sort()
  const manifest: Manifest = {
    schema: 1,
    name,
    version: '1.0.0',
    source: 'a'.repeat(40),
    base: 'b'.repeat(40),
    sourceTime: '2026-11-22T06:15:30Z',
    requires: [],
    formerly: [],
    config: [],
    files: [...files].map(([path, bytes]) => ({ path, mode: '100644', size: bytes.length, sha256: sha256(bytes) })),
    migrations: ids.map((file) => {
      const id = file.replace(/\.sql$/, '')
      return { id, file, ...(files.has(`${id}.undo.sql`) && { undo: `${id}.undo.sql` }) }
    }),
    changes: [],
    authors: [],
    ...over,
  }
  const { version, source, base, sourceTime, requires } = manifest
  return { ref: { name, version, digest: digestOf(manifest), source, base, requires, sourceTime }, manifest, files }
}

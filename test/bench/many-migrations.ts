import { packageRefOf, sha256, type Manifest, type StoredPackage } from '@stagecoach/core'

/** Small migrations as people write them: of five, one table, two columns, an index and a row. File name → SQL. */
export function migrationTexts(count: number, prefix = 't'): Record<string, string> {
  const texts: Record<string, string> = {}
  for (let index = 0; index < count; index++) {
    const table = `${prefix}_${Math.floor(index / 5)}`
    const kinds = [
      `create table ${table} (id bigint primary key, name text not null);\n`,
      `alter table ${table} add column price numeric(10, 2);\n`,
      `alter table ${table} add column noted_at timestamptz;\n`,
      `create index ${table}_name on ${table} (name);\n`,
      `insert into ${table} (id, name) values (1, 'first');\n`,
    ]
    texts[`${String(index + 1).padStart(4, '0')}_step.sql`] = kinds[index % kinds.length] ?? ''
  }
  return texts
}

/** A package made of these texts. */
export function packageOf(name: string, texts: Record<string, string>, source = 'a'.repeat(40)): StoredPackage {
  const files = new Map(Object.entries(texts).map(([path, sql]) => [path, Buffer.from(sql)]))
  const manifest: Manifest = {
    schema: 1,
    name,
    version: '1.0.0',
    source,
    base: source,
    sourceTime: '2026-01-02T03:04:05Z',
    requires: [],
    formerly: [],
    config: [],
    files: [...files].map(([path, bytes]) => ({ path, mode: '100644', size: bytes.length, sha256: sha256(bytes) })),
    migrations: [...files.keys()].map((file) => ({ id: file.replace(/\.sql$/, ''), file })),
    changes: [],
    authors: ['ada@example.com'],
  }
  return { ref: packageRefOf(manifest), manifest, files }
}

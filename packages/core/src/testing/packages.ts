import type { Analysis, Finding, ObjectUse, StatementAnalysis } from '../package/analysis.ts'
import type { Manifest, PackageRef, StoredPackage } from '../package/package.ts'
import type { LogEntry } from '../ports/database.ts'
import { sha256 } from '../digest.ts'

/** A package reference for tests: everything follows from name and version. */
export function packageRef(name: string, version = '1.0.0', rest: Partial<PackageRef> = {}): PackageRef {
  const source = sha256(`source ${name} ${version}`).slice(0, 40)
  const base = sha256('base').slice(0, 40)
  return {
    name,
    version,
    digest: sha256(`${name} ${version}`),
    source,
    base,
    requires: [],
    sourceTime: '2026-11-01T00:00:00Z',
    ...rest,
  }
}

/** A stored package whose migrations are these, each with an undo script. Contents are the ids themselves unless `sql` says otherwise. */
export function storedPackage(ref: PackageRef, migrations: readonly string[], rest: Partial<Manifest> = {}): StoredPackage {
  const { name, version, source, base, requires, sourceTime } = ref
  const manifest: Manifest = {
    schema: 1,
    name,
    version,
    source,
    base,
    sourceTime,
    requires,
    formerly: [],
    config: [],
    files: [],
    migrations: migrations.map((id) => ({ id, file: `${id}.sql`, undo: `${id}.undo.sql` })),
    changes: [],
    authors: [],
    ...rest,
  }
  return { ref, manifest, files: new Map() }
}

export interface StatementSketch {
  findings?: Finding['compatibility'][]
  objects?: [ObjectUse['use'], ObjectUse['kind'], string][]
}

/** An analysis with one statement for each migration; `text` stands for its content, `normalised` for its tokens. */
export function analysisOf(
  ref: PackageRef,
  migrations: Readonly<Record<string, { text?: string; tokens?: string; statements?: StatementSketch[] }>>,
): Analysis {
  return {
    schema: 1,
    digest: ref.digest,
    analyser: 'test',
    migrations: Object.entries(migrations).map(([id, sketch]) => ({
      id,
      checksum: sha256(sketch.text ?? id),
      normalised: sha256(sketch.tokens ?? sketch.text ?? id),
      transactional: true,
      statements: (sketch.statements ?? []).map(statement),
    })),
  }
}

function statement(sketch: StatementSketch, index: number): StatementAnalysis {
  const findings = (sketch.findings ?? []).map((compatibility) => ({
    rule: compatibility,
    compatibility,
    lock: 'none' as const,
    message: compatibility,
  }))
  const objects = (sketch.objects ?? []).map(([use, kind, name]) => ({ use, kind, name }))
  return { index, offset: 0, length: 1, line: index + 1, sql: '', title: 'STATEMENT', findings, objects }
}

/** A row of the migration log, applied unless `event` says otherwise. */
export function logEntry(
  ref: PackageRef,
  migration: string,
  rest: Partial<LogEntry> & { text?: string; tokens?: string } = {},
): LogEntry {
  const { text = migration, tokens = text, ...entry } = rest
  return {
    seq: 1,
    event: 'applied',
    package: ref.name,
    version: ref.version,
    digest: ref.digest,
    migration,
    checksum: sha256(text),
    normalised: sha256(tokens),
    operation: 'aaaaaaaaaaaaaaaa',
    fence: 1,
    at: '2026-11-02T00:00:00Z',
    ...entry,
  }
}

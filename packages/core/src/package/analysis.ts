import type { Compatibility, LockRisk } from '../config/config.ts'
import type { Digest } from '../digest.ts'

/** What is known of a package's SQL: lies beside the manifest, keyed by (digest, analyser version, server version). */
export interface Analysis {
  schema: 1
  digest: Digest
  analyser: string
  migrations: MigrationAnalysis[]
}

export interface MigrationAnalysis {
  id: string
  /** sha256 of the raw bytes, and of the normalised token stream (a comment edit changes only the first). */
  checksum: Digest
  normalised: Digest
  transactional: boolean
  statements: StatementAnalysis[]
  /** What its undo script takes: tables that it drops or removes rows from, columns that it drops, writes into or gives another type. */
  undoLoses?: DataObject[]
  /** What its undo script takes cannot be told: it runs code that cannot be read here (a DO block, a procedure, a function that may change rows), takes along by CASCADE, or changes what its names mean. */
  undoHides?: boolean
  /** Views and types it makes that run code which cannot be read here when they are read or cast to; absent when none does. */
  reaching?: string[]
}

/** A table or column whose rows can be marked: `schema.table`, `schema.table.column`. */
export interface DataObject {
  /** `values`: a column in which every value counts, also NULL and its default. */
  kind: 'table' | 'column' | 'values'
  name: string
}

export interface StatementAnalysis {
  /** Position in the file; offset and length in UTF-8 bytes, line from 1. */
  index: number
  offset: number
  length: number
  line: number
  /** The statement's text as in the file. */
  sql: string
  /** Statement kind for people: `ALTER TABLE`, `CREATE INDEX`. */
  title: string
  findings: Finding[]
  objects: ObjectUse[]
  /** Whose values it takes: tables that it drops or removes rows from, columns that it drops, writes into or gives another type. */
  loses?: DataObject[]
}

/** One rule's verdict on one statement. Both axes are always present. */
export interface Finding {
  /** Rule id of `reference`: `drop-table`, `add-required-column`, … or `unknown`. */
  rule: string
  compatibility: Compatibility
  lock: LockRisk
  /** One sentence for people: what breaks and for whom. */
  message: string
  /** `-- stagecoach: allow <rule>: <reason>` in the file. */
  allowed?: string
}

/** `schema.name`, lower-cased as PostgreSQL folds it; columns as `schema.table.column`. */
export interface ObjectUse {
  kind: 'table' | 'view' | 'index' | 'sequence' | 'routine' | 'type' | 'trigger' | 'schema' | 'column' | 'constraint' | 'other'
  name: string
  use: 'create' | 'alter' | 'drop' | 'read' | 'write'
}

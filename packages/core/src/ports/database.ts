import type { Engine } from '../config/config.ts'
import type { Analysis, DataObject, Finding, ObjectUse } from '../package/analysis.ts'
import type { Digest } from '../digest.ts'
import type { Manifest, StoredPackage } from '../package/package.ts'

/** Databases behind one engine port: real PostgreSQL, or PGlite in a folder. */
export interface Databases {
  /** Opens an environment's database; its `stagecoach` schema is made when missing (only by `prepare`). */
  open(target: Target): Promise<TargetDatabase>
  /** A throw-away database in the state of a template plus replayed packages; without template an empty one. Dropped on close, leftovers of killed runs are swept. */
  scratch(origin: ScratchOrigin): Promise<ScratchDatabase>
  /** Puts a copy of its template in the place of an environment's database, whole or not at all; what was there is gone. The copy keeps the template's migration log and is begun by
   *  this operation: asked again for the same one, it is `kept`. `mayGo` is asked about the operation that was recorded last in the one that goes, and throws to keep it. Errors: `fenced`, `template-busy`, `database-busy`, `provision-refused`. */
  provision(
    origin: ProvisionOrigin,
    holder: { operation: string; fence: number },
    mayGo: (operation: string) => void,
  ): Promise<'provisioned' | 'kept'>
  snapshots: Snapshots
  /** Classifies a package's SQL by parsing it. Errors: `sql-syntax` with file:line:column, all at once. */
  analyse(manifest: Manifest, files: ReadonlyMap<string, Uint8Array>): Promise<Analysis>
  /** Objects that a set of programmable definitions makes, in dependency order. Errors: `sql-syntax`, `objects-cycle`. */
  orderObjects(files: readonly ObjectFile[]): Promise<ObjectDefinition[]>
  /** What becomes of programmable objects when one ordered set follows another. */
  judgeObjects(sets: ObjectSets): Promise<JudgedObjects>
  /** Those of the set that refer to one of these objects, with what they stand on: `view public.v (public.t)`. Errors: `sql-syntax`. */
  standingObjects(files: readonly ObjectFile[], made: readonly Pick<ObjectUse, 'kind' | 'name'>[]): Promise<string[]>
}

/** `url` is resolved: no `env:` any more. Its password never reaches an error or log. */
export interface Target {
  name: string
  environment: string
  engine: Engine
  url: string
  /** Only a look: nothing is made where nothing is. As the configuration writes the url, to name it. Errors at first use: `database-missing`. */
  look?: { at: string }
}

export interface ScratchOrigin extends Target {
  /** Database name on the server of `url`, or a folder. */
  template?: string
}

export interface ProvisionOrigin extends Target {
  /** Database name on the server of `url`, or a folder. */
  template: string
}

/** Copies of an environment's database as it was before an operation changed it. Nobody may have it open meanwhile but people and pools, which are cut off for that time. */
export interface Snapshots {
  /** Copies it, and drops copies of earlier operations once that is whole. `kept` when this operation has begun to change it: what there is stays as it is, and without any it is `late`. Errors: `fenced`, `snapshot-refused`, `database-busy`. */
  take(target: Target, holder: SnapshotHolder): Promise<'taken' | 'kept' | 'late'>
  /** Puts the copy of operation `of` in its place, whole or not at all, under a fence and begun by the holder; the copy and what was there are gone. Asked again by the same operation it is `kept`. Errors: `fenced`, `snapshot-missing`, `snapshot-refused`, `database-busy`. */
  restore(target: Target, of: string, holder: SnapshotHolder): Promise<'restored' | 'kept'>
  /** Before anybody opens it: makes whole again what a run left that was killed while it took or brought back a copy (closed to connections, or between two renames). Errors: `snapshot-refused`, `database-busy`. */
  mend(target: Target): Promise<void>
  /** Drops every copy, and says of which operations. Errors: `snapshot-refused`. */
  drop(target: Target): Promise<string[]>
}

export interface SnapshotHolder {
  operation: string
  fence: number
}

/** `at` is ISO 8601 UTC. */
export interface Snapshot {
  /** Taken right before it. */
  operation: string
  at: string
}

/** A definition file below `db/objects/`. */
export interface ObjectFile {
  path: string
  sql: string
}

export interface ObjectDefinition extends ObjectFile {
  kind: 'view' | 'materialized-view' | 'function' | 'procedure' | 'trigger' | 'other'
  /** `schema.name`, routines with argument types. */
  name: string
  dependsOn: string[]
  /** The GRANT, COMMENT, index and the like that follow its CREATE in `sql`, or nothing. */
  companions: string
  checksum: Digest
  /** Where it begins in its file, from 1. */
  line: number
}

export interface ObjectSets {
  before: readonly ObjectDefinition[]
  after: readonly ObjectDefinition[]
  /** Views and types that packages made and that run code when they are read or cast to. */
  reaching: readonly string[]
}

export interface JudgedObjects {
  /** In the order in which they are made; dropped ones last. Unchanged ones are left out unless their code runs again. */
  changes: ObjectChange[]
  /** Views of the set after that run code when they are read, by `schema.name`. */
  reaching: string[]
}

/** `refilled`: a materialized view that stays as it is and may be filled anew, since what it reads changes. */
export interface ObjectChange extends Pick<ObjectDefinition, 'kind' | 'name' | 'path' | 'line'> {
  change: 'made' | 'replaced' | 'dropped' | 'refilled'
  /** Statement kind for people: `CREATE VIEW`. */
  title: string
  findings: Finding[]
}

/** What may be done with any open database, scratch or target. */
export interface OpenDatabase {
  /** Creates or upgrades the `stagecoach` schema. A log format newer than known: `log-format-newer`. */
  prepare(): Promise<void>
  serverVersion(): Promise<string>
  /** The append-only migration log, oldest first; empty when the schema is not there yet. */
  log(): Promise<LogEntry[]>
  /** Live catalog without the `stagecoach` schema. */
  catalog(): Promise<Catalog>
  /** Tables in which other migration tools keep what they ran, in every schema; read in one read-only transaction, never changed. */
  histories(): Promise<MigrationHistory[]>
  /** Applies one migration statement by statement, resuming a half-done one. Errors: `migration-failed` (place, SQLSTATE, no DETAIL), `fenced`, `statement-undecided`, `migration-changed`. */
  apply(step: MigrationStep): Promise<AppliedMigration>
  /** Runs the undo script of an applied migration and logs `undone`. Errors: `undo-missing`, `undo-failed`, `fenced`. */
  undo(step: MigrationStep): Promise<void>
  /** Logs `left-behind` for an applied migration whose structures stay. */
  leaveBehind(step: MigrationStep): Promise<void>
  /** Brings programmable objects to exactly this set: changed ones replaced (with their dependants when PostgreSQL demands it), absent ones that the log knows dropped. Errors: `objects-changed-by-hand`, `object-failed`, `fenced`. */
  applyObjects(objects: readonly ObjectDefinition[], context: StepContext): Promise<ObjectsApplied>
  /** Runs a verification statement in a read-only transaction: passes when it gives one row whose first column is true. */
  check(sql: string, timeout: number): Promise<{ passed: boolean; detail: string }>
  /** Row marks of tables and columns, to see later whether data came into them. Missing objects give no mark, those whose rows cannot be counted `unknown`; no error of SQL comes out. */
  dataMarks(objects: readonly DataObject[]): Promise<Record<string, string>>
  /** Invalid indexes, unvalidated constraints, `_ccnew` leftovers: one sentence each. */
  leftovers(): Promise<string[]>
  close(): Promise<void>
}

export interface TargetDatabase extends OpenDatabase {
  /** Session-level advisory lock polled on its own connection, or the folder lock. */
  lock(waitMilliseconds: number): Promise<'locked' | 'busy'>
  /** What a command has just made at this place becomes this environment's own, begun by this operation: fence, begun operations and recorded state of where it came from are forgotten. */
  settle(operation: string, fence: number): Promise<void>
  /** Writes the fence row, never downwards. Errors: `fenced` when a newer holder wrote. */
  raiseFence(fence: number, operation: string): Promise<void>
  /** Whether this operation ever began to change it. */
  begun(operation: string): Promise<boolean>
  /** Whether this operation began to change it after a state was recorded last: then a half-done schema is its own, and no drift. One that failed, was recorded and is tried again has not begun anew. */
  changing(operation: string): Promise<boolean>
  /** Says, under the fence, that this operation begins to change the database, and keeps the row marks for its undo. Errors: `fenced`. */
  begin(operation: string, marks: Record<string, string>, fence: number): Promise<void>
  /** Logs `applied` for a migration that ran here before the log was lost; runs nothing. Twice is once. Errors: `fenced`. */
  noteApplied(step: MigrationStep): Promise<void>
  /** Row marks kept by `begin`. */
  begunMarks(operation: string): Promise<Record<string, string>>
  /** Row marks of those objects that surely nobody wrote to since the last migration of this operation ended, counted in the moment that shows it. */
  unwrittenMarks(operation: string, objects: readonly DataObject[]): Promise<Record<string, string>>
  /** Files without transaction that these operations began and did not finish, as `package/0001_x`: what ran of them stays, and no log row says so. */
  unfinished(operations: readonly string[]): Promise<string[]>
  /** Copies of it that can be brought back, newest first. */
  snapshots(): Promise<Snapshot[]>
  /** What the last finished operation recorded; undefined before the first. */
  recorded(): Promise<RecordedState | undefined>
  /** Records the state after an operation, compared with the fence. Errors: `fenced`. */
  record(state: RecordedState, fence: number): Promise<void>
}

export interface ScratchDatabase extends OpenDatabase {
  /** Name or folder, for messages. */
  readonly place: string
  /** Runs SQL files of another tool in order, each in one transaction unless it must run outside of one; in `schema` when given, which is made. Logs nothing. Errors: `replay-failed` with path, line and SQLSTATE. */
  replay(scripts: readonly ReplayScript[], schema?: string): Promise<void>
}

/** A file that another tool ran. */
export interface ReplayScript {
  path: string
  sql: string
}

/** Tools whose tables are understood; `unknown` for tables that some other tool keeps. */
export type HistoryTool = 'flyway' | 'dbmate' | 'sqitch' | 'rails' | 'prisma' | 'unknown'

/** Every value as PostgreSQL prints it. */
export type HistoryRow = Record<string, string | null>

/** What another migration tool says that it ran. */
export interface MigrationHistory {
  tool: HistoryTool
  schema: string
  table: string
  /** In the order in which they ran; empty when `unreadable`. */
  rows: HistoryRow[]
  /** Why its rows say nothing: another shape than any known one, or a missing right. */
  unreadable?: string
}

export interface StepContext {
  operation: string
  /** Fencing number; 0 on a scratch database, which has no fence. */
  fence: number
  /** Declared configuration: visible to SQL as `current_setting('stagecoach.<key in lower case>')`. */
  config: Record<string, string>
  /** Progress for people, one line each. */
  progress?: (line: string) => void
}

export interface MigrationStep extends StepContext {
  pkg: StoredPackage
  /** Migration id in the manifest. */
  migration: string
  analysis: Analysis
}

export interface AppliedMigration {
  package: string
  migration: string
  statements: number
  milliseconds: number
  /** Some statements had been done by an earlier attempt. */
  resumed: boolean
}

export interface ObjectsApplied {
  replaced: string[]
  dropped: string[]
}

/** One row of the log. Applied now = `applied` rows without a later `undone` of the same identity. */
export interface LogEntry {
  seq: number
  event: 'applied' | 'undone' | 'left-behind'
  package: string
  version: string
  /** Digest of the package it came from. */
  digest: Digest
  migration: string
  checksum: Digest
  normalised: Digest
  operation: string
  fence: number
  at: string
}

export interface RecordedState {
  operation: string
  /** Tip of the ledger when the operation ended, so that a rewritten ledger shows. */
  ledgerTip: string
  fingerprint: Digest
  catalog: Catalog
  /** Row marks of what this operation's undo would drop, by object. */
  marks: Record<string, string>
}

/** Versioned description of the schema as canonical JSON; column order apart in `order`. Keys are `kind schema.name`. */
export interface Catalog {
  version: 1
  /** Server major version: catalogs of different majors are not comparable. */
  server: string
  objects: Record<string, string>
  order: Record<string, string>
}

/** Objects touched by the difference of two catalogs, by key; digests before and after, `undefined` on the side where it is absent. */
export type CatalogDelta = Record<string, { before?: Digest; after?: Digest }>

export type { ObjectUse }

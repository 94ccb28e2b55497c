import {
  StagecoachErrors,
  type Analysis,
  type Manifest,
  type MigrationAnalysis,
  type Problem,
  type StatementAnalysis,
} from '@stagecoach/core'
import type { Parser } from '../sql/parser.ts'
import { readSqlFile, type SqlFile } from '../sql/sql-file.ts'
import { analyseStatements } from './analyse-statements.ts'
import { newScope, type PackageScope } from './package-scope.ts'
import { passThroughViews } from './pass-through-views.ts'
import { copies, notAlone, ownSchema, transactionControl } from './refused-statements.ts'
import { hidesLosses, undoLosses } from './script-losses.ts'
import { sessionState } from './session-state.ts'

/** Raised whenever a rule or the way of reading changes: analyses of another version are made again. */
export const ANALYSER_VERSION = '9'

/** What is known of a package's SQL. Errors: `sql-syntax`, `sql-transaction-control`, `sql-copy`, `sql-session-state`, `sql-not-alone`, `sql-own-schema`, each with every place in every file. */
export function analysePackage(
  parser: Parser,
  digest: string,
  manifest: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
): Analysis {
  const { scripts, undos } = readScripts(parser, manifest, files)
  const all = [...scripts.map(({ file }) => file), ...undos.values()]
  refuse(
    'sql-transaction-control',
    'Migrations run in a transaction of the runner and must not control it:',
    all.flatMap(transactionControl),
  )
  refuse('sql-copy', 'Migrations cannot carry rows beside their statements:', all.flatMap(copies))
  refuse('sql-session-state', SESSION_STATE, all.flatMap(sessionState))
  const scope = newScope(passThroughViews(scripts.flatMap(({ file }) => file.statements)))
  const analysed = scripts.map((script) => analyseScript(parser, script, scope))
  const analysedUndos = [...undos].map(([id, file]) => analyseScript(parser, { id, file }, undoScope(scope)))
  const parts = [...analysed, ...analysedUndos]
  refuse(
    'sql-not-alone',
    NOT_ALONE,
    parts.flatMap(({ file, statements }) => notAlone(file, statements)),
  )
  refuse(
    'sql-own-schema',
    OWN_SCHEMA,
    parts.flatMap(({ file, statements }) => ownSchema(file, statements)),
  )
  const migrations = analysed.map((part) =>
    describe(
      part,
      analysedUndos.find((each) => each.id === part.id),
    ),
  )
  return { schema: 1, digest, analyser: ANALYSER_VERSION, migrations }
}

/** What the package made runs code in its undo scripts as well. That it is the package's own says nothing there: rows came since. */
function undoScope({ running, routines }: PackageScope): PackageScope {
  return { ...newScope(new Map()), running: new Set(running), routines: new Set(routines) }
}

interface Part {
  id: string
  file: SqlFile
  statements: StatementAnalysis[]
  /** Views and types that run code, as far as earlier files did not make them. */
  reaching: string[]
}

function analyseScript(parser: Parser, { id, file }: Pick<Part, 'id' | 'file'>, scope: PackageScope): Part {
  const known = new Set(scope.running)
  const statements = analyseStatements(parser, file, scope)
  return { id, file, statements, reaching: [...scope.running].filter((each) => !known.has(each)) }
}

function describe({ id, file, statements, reaching }: Part, undo: Part | undefined): MigrationAnalysis {
  const { checksum, normalised, directives } = file
  const loses = undo === undefined ? [] : undoLosses(undo.file)
  return {
    id,
    checksum,
    normalised,
    transactional: !directives.noTransaction,
    statements,
    ...(reaching.length === 0 ? {} : { reaching }),
    ...(loses.length === 0 ? {} : { undoLoses: loses }),
    ...(undo !== undefined && hidesLosses(undo.file, undo.statements) ? { undoHides: true } : {}),
  }
}

const SESSION_STATE = 'A file without transaction goes on in another session when it was interrupted:'
const NOT_ALONE =
  'Statements that cannot run in a transaction need a file of their own that begins with "-- stagecoach: no-transaction":'
const OWN_SCHEMA = 'Migrations must not change what Stagecoach keeps in the database:'

interface Scripts {
  scripts: { id: string; file: SqlFile }[]
  /** By migration. */
  undos: Map<string, SqlFile>
}

function readScripts(parser: Parser, manifest: Manifest, files: ReadonlyMap<string, Uint8Array>): Scripts {
  const problems: Problem[] = []
  const read = (path: string): SqlFile[] => {
    const bytes = files.get(path)
    const file = bytes === undefined ? [{ file: path, message: 'is not in the package' }] : readSqlFile(parser, path, bytes)
    if (!Array.isArray(file)) return [file]
    problems.push(...file)
    return []
  }
  const scripts = manifest.migrations.flatMap(({ id, file }) => read(file).map((each) => ({ id, file: each })))
  const undos = new Map(
    manifest.migrations.flatMap(({ id, undo }) =>
      undo === undefined ? [] : read(undo).map((each): [string, SqlFile] => [id, each]),
    ),
  )
  refuse('sql-syntax', 'These files are not SQL that PostgreSQL understands:', problems)
  return { scripts, undos }
}

function refuse(code: string, what: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new StagecoachErrors(code, what, problems)
}

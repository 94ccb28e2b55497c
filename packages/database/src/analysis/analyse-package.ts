import { StagecoachErrors, type Analysis, type Manifest, type MigrationAnalysis, type Problem } from '@stagecoach/core'
import type { Parser } from '../sql/parser.ts'
import { readSqlFile, type SqlFile } from '../sql/sql-file.ts'
import { analyseStatements } from './analyse-statements.ts'
import { newScope } from './package-scope.ts'
import { passThroughViews } from './pass-through-views.ts'
import { notAlone, transactionControl } from './refused-statements.ts'

/** Raised whenever a rule or the way of reading changes: analyses of another version are made again. */
export const ANALYSER_VERSION = '1'

/** What is known of a package's SQL. Errors: `sql-syntax`, `sql-transaction-control`, `sql-not-alone`, each with every place in every file. */
export function analysePackage(
  parser: Parser,
  digest: string,
  manifest: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
): Analysis {
  const read = (path: string): SqlFile => {
    const file = readSqlFile(parser, path, files.get(path) ?? new Uint8Array())
    if (!Array.isArray(file)) return file
    unreadable.push(...file)
    return { path, checksum: '', normalised: '', directives: { noTransaction: false, allow: new Map() }, statements: [] }
  }
  const unreadable: Problem[] = []
  const scripts = manifest.migrations.map((migration) => ({ id: migration.id, file: read(migration.file) }))
  const undos = manifest.migrations.flatMap((migration) => (migration.undo === undefined ? [] : [read(migration.undo)]))
  refuse('sql-syntax', 'These files are not SQL that PostgreSQL understands:', unreadable)
  const all = [...scripts.map(({ file }) => file), ...undos]
  refuse(
    'sql-transaction-control',
    'Migrations run in a transaction of the runner and must not control it:',
    all.flatMap(transactionControl),
  )

  const scope = newScope(passThroughViews(scripts.flatMap(({ file }) => file.statements)))
  const migrations = scripts.map(({ id, file }): MigrationAnalysis => {
    const { checksum, normalised, directives } = file
    return {
      id,
      checksum,
      normalised,
      transactional: !directives.noTransaction,
      statements: analyseStatements(parser, file, scope),
    }
  })
  const undoStatements = undos.map((file) => ({ file, statements: analyseStatements(parser, file, newScope(new Map())) }))
  const parts = [
    ...scripts.map(({ file }, index) => ({ file, statements: migrations[index]?.statements ?? [] })),
    ...undoStatements,
  ]
  refuse(
    'sql-not-alone',
    'Statements that cannot run in a transaction need a file of their own that begins with "-- stagecoach: no-transaction":',
    parts.flatMap(({ file, statements }) => notAlone(file, statements)),
  )
  return { schema: 1, digest, analyser: ANALYSER_VERSION, migrations }
}

function refuse(code: string, what: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new StagecoachErrors(code, what, problems)
}

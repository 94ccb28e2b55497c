import { StagecoachError, type MigrationStep } from '@stagecoach/core'
import { analyseStatements } from '../analysis/analyse-statements.ts'
import { newScope } from '../analysis/package-scope.ts'
import { managedBases } from '../objects/managed-bases.ts'
import { loadParser } from '../sql/parser.ts'
import { readSqlFile } from '../sql/sql-file.ts'
import { lastEvent, writeLog } from './log-event.ts'
import { runScript } from './run-script.ts'
import type { Script } from './script.ts'
import type { Workbench } from './workbench.ts'

/** Runs the undo script of an applied migration and logs `undone`; one that is not applied is left alone. Errors: `undo-missing`, `undo-failed`, `fenced`. */
export async function undoMigration(bench: Workbench, step: MigrationStep): Promise<void> {
  const last = await lastEvent(bench.session, step)
  if (last === undefined || last.event === 'undone') return
  const script = await undoScript(step)
  const bases = await managedBases(bench.session)
  await runScript(bench, script, step, async () => {
    await writeLog(bench.session, 'undone', step, last)
    await bases.follow()
  })
}

async function undoScript(step: MigrationStep): Promise<Script> {
  const { manifest, files } = step.pkg
  const path = manifest.migrations.find((each) => each.id === step.migration)?.undo
  const bytes = path === undefined ? undefined : files.get(path)
  if (path === undefined || bytes === undefined) {
    throw new StagecoachError('undo-missing', `${manifest.name}/${step.migration} has no undo script.`, {
      hint: `Add "${step.migration}.undo.sql" beside it, or reset the environment.`,
    })
  }
  const parser = await loadParser()
  const file = readSqlFile(parser, path, bytes)
  if (Array.isArray(file)) {
    throw new StagecoachError(
      'undo-failed',
      `The undo script ${path} is not SQL that PostgreSQL understands: ${file[0]?.message ?? ''}.`,
    )
  }
  return {
    direction: 'undo',
    package: manifest.name,
    migration: step.migration,
    file: path,
    checksum: file.checksum,
    transactional: !file.directives.noTransaction,
    statements: analyseStatements(parser, file, newScope(new Map())),
  }
}

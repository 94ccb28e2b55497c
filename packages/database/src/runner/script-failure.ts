import { StagecoachError, type StatementAnalysis, type StepContext } from '@stagecoach/core'
import { SqlTrouble } from '../engine/sql-trouble.ts'
import type { Script } from './script.ts'

/** Runs one statement; its failure says file, line, statement and SQLSTATE, and hides the values of declared configuration. */
export async function atStatement<T>(
  script: Script,
  statement: StatementAnalysis,
  context: StepContext,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SqlTrouble)) throw error
    const line = statement.line + linesBefore(statement.sql, error.position)
    throw failure(script, `${script.file}:${String(line)} (${statement.title})`, error, context)
  }
}

/** A trouble outside of any statement: BEGIN, COMMIT, our own log. */
export function scriptFailure(script: Script, error: unknown, context: StepContext): unknown {
  return error instanceof SqlTrouble ? failure(script, script.file, error, context) : error
}

function failure(script: Script, place: string, trouble: SqlTrouble, context: StepContext): StagecoachError {
  const message = withoutValues(trouble.message, context.config)
  const what = script.direction === 'apply' ? 'Migration' : 'The undo script of'
  const code = script.direction === 'apply' ? 'migration-failed' : 'undo-failed'
  return new StagecoachError(
    code,
    `${what} ${script.package}/${script.migration} failed at ${place}: ${message} [${trouble.sqlstate}]`,
    {
      hint: hintOf(script, trouble.sqlstate, context),
      details: { sqlstate: trouble.sqlstate },
      cause: new SqlTrouble(trouble.sqlstate, message, trouble.position),
    },
  )
}

function hintOf(script: Script, sqlstate: string, context: StepContext): string {
  if (isOnScratch(context)) return 'It ran on a copy, and nothing was deployed. Correct the file on the feature branch and push.'
  if (sqlstate === '55P03')
    return 'Another session holds a lock on the object for longer than we may queue. End it, or deploy at a quieter time.'
  return script.transactional
    ? 'The whole file was rolled back. Correct it in the feature, build the package again and promote that version.'
    : 'What ran before this statement stays. Correct the cause and run the deployment again: it goes on here.'
}

/** A scratch database has no fence. */
export function isOnScratch({ fence }: Pick<StepContext, 'fence'>): boolean {
  return fence === 0
}

/** Short values would blank out half the message and are no secrets. */
export function withoutValues(message: string, config: Readonly<Record<string, string>>): string {
  return Object.values(config)
    .filter((value) => value.length >= 4)
    .sort((a, b) => b.length - a.length)
    .reduce((text, value) => text.replaceAll(value, '***'), message)
}

/** The server counts characters from 1. */
function linesBefore(sql: string, position: number | undefined): number {
  return position === undefined ? 0 : [...sql].slice(0, position - 1).filter((character) => character === '\n').length
}

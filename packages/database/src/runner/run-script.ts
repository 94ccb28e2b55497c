import type { StatementAnalysis, StepContext } from '@stagecoach/core'
import type { Session } from '../engine/session.ts'
import { isConnectionLost, SqlTrouble } from '../engine/sql-trouble.ts'
import { setConfig } from './config-settings.ts'
import { decideStatement, takeAwayFailed } from './decide-statement.ts'
import { guarded } from './guarded.ts'
import { continueOther } from './continue-other.ts'
import { forgetProgress, forgetStatement, noteProgress, readProgress } from './progress.ts'
import { watchOwnTables } from './own-tables.ts'
import { needsNoTransaction, type Script } from './script.ts'
import { atStatement, scriptFailure } from './script-failure.ts'
import type { Workbench } from './workbench.ts'

/** How a run ended: `resumed` when an earlier attempt had done or begun something. */
export interface ScriptRun {
  statements: number
  resumed: boolean
}

/** `finish` writes the log row; it runs in the last transaction of the script. */
export async function runScript(
  bench: Workbench,
  script: Script,
  context: StepContext,
  finish: () => Promise<void>,
): Promise<ScriptRun> {
  const { session } = bench
  await session.reset()
  const close = async (): Promise<void> => {
    await asOurselves(session)
    await forgetProgress(session, script)
    await finish()
  }
  try {
    return script.transactional ? await runWhole(bench, script, context, close) : await runStepwise(bench, script, context, close)
  } catch (error) {
    throw scriptFailure(script, error, context)
  } finally {
    // The next migration starts from the server's defaults; a dead connection has nothing to forget.
    await session.reset().catch(() => undefined)
  }
}

/** A script may have changed role; our tables are ours to write. Until the end of the transaction only. */
async function asOurselves(session: Session): Promise<void> {
  await session.exec('set local session authorization default')
  await session.exec('set local role none')
}

async function runWhole(bench: Workbench, script: Script, context: StepContext, close: () => Promise<void>): Promise<ScriptRun> {
  const { session } = bench
  await guarded(bench, context, async () => {
    const keepsOut = await watchOwnTables(session, script)
    for (const statement of script.statements) {
      await atStatement(script, statement, context, () => session.exec(statement.sql))
    }
    // Deferred constraints speak now, while the script can still be named.
    await session.exec('set constraints all immediate')
    await asOurselves(session)
    await keepsOut()
    await close()
  })
  return { statements: script.statements.length, resumed: false }
}

async function runStepwise(
  bench: Workbench,
  script: Script,
  context: StepContext,
  close: () => Promise<void>,
): Promise<ScriptRun> {
  const { session } = bench
  await continueOther(bench, script, context)
  const progress = await readProgress(session, script)
  for (const statement of script.statements) {
    const state = progress.get(statement.index)
    // What a SET said holds for the statements after it, so a second attempt says it again, and takes it back where they did.
    if (state === 'done' && statement.title !== 'SET' && statement.title !== 'RESET') continue
    context.progress?.(`${script.file}:${String(statement.line)} ${statement.title}`)
    const note = (): Promise<void> => noteProgress(session, script, statement, 'done', context)
    if (needsNoTransaction(statement)) {
      await runOutside(bench, script, statement, context, state === 'intent')
      await guarded(bench, context, note)
    } else {
      await guarded(bench, context, async () => {
        const keepsOut = await watchOwnTables(session, script)
        await atStatement(script, statement, context, () => session.exec(statement.sql))
        await session.exec('set constraints all immediate')
        await asOurselves(session)
        await keepsOut()
        await note()
      })
    }
  }
  await guarded(bench, context, close)
  return { statements: script.statements.length, resumed: progress.size > 0 }
}

/** Intent first: whoever comes after a crash knows that this statement may or may not have happened, and looks at the catalog. */
async function runOutside(
  bench: Workbench,
  script: Script,
  statement: StatementAnalysis,
  context: StepContext,
  begun: boolean,
): Promise<void> {
  const { session } = bench
  if (begun && (await decideStatement(session, script, statement)) === 'done') return
  await guarded(bench, context, () => noteProgress(session, script, statement, 'intent', context))
  await setConfig(session, context.config, 'session')
  // A timeout in the middle of CREATE INDEX CONCURRENTLY leaves an invalid index; it queues without blocking others.
  await session.exec('set lock_timeout = 0')
  await session.exec('set statement_timeout = 0')
  await atStatement(script, statement, context, () => attempt(bench, script, statement, context))
  await session.reset()
}

/** A server that says no has ended the statement, so what it left is known: nothing of it stays, and no note of it either. */
async function attempt(bench: Workbench, script: Script, statement: StatementAnalysis, context: StepContext): Promise<void> {
  const { session } = bench
  try {
    await session.exec(statement.sql)
  } catch (error) {
    const gone =
      error instanceof SqlTrouble && !isConnectionLost(error) && (await takeAwayFailed(session, script, statement, error))
    if (gone) await guarded(bench, context, () => forgetStatement(session, script, statement.index))
    throw error
  }
}

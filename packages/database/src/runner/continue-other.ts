import { sha256, StagecoachError, type StepContext } from '@stagecoach/core'
import { guarded } from './guarded.ts'
import { begunWithOtherContent, takeOverProgress, type EarlierStatement } from './progress.ts'
import type { Script } from './script.ts'
import { isOnScratch } from './script-failure.ts'
import type { Workbench } from './workbench.ts'

/**
 * A file without transaction that stopped half-way and was repaired: where every statement that was begun is the same in both, the
 * repaired one goes on behind them. Errors: `migration-changed`, with the SQL for whoever takes back by hand what ran.
 */
export async function continueOther(bench: Workbench, script: Script, context: StepContext): Promise<void> {
  const earlier = await begunWithOtherContent(bench.session, script)
  if (earlier.length === 0) return
  const other = earlier.find((each) => !isSame(script, each))
  if (other !== undefined) throw changedHalfway(script, other, isOnScratch(context))
  context.progress?.(`${script.file} was repaired and goes on: ${String(earlier.length)} of its statements were begun before`)
  await guarded(bench, context, () => takeOverProgress(bench.session, script))
}

function isSame({ statements }: Script, { index, sql }: EarlierStatement): boolean {
  const now = statements.find((each) => each.index === index)
  return now !== undefined && sha256(now.sql) === sql
}

function changedHalfway(script: Script, { index }: EarlierStatement, onScratch: boolean): StagecoachError {
  const name = `${script.package}/${script.migration}`
  const forget = `delete from stagecoach.progress where package = '${script.package}' and migration = '${script.migration}' and direction = '${script.direction}'`
  return new StagecoachError(
    'migration-changed',
    `${name} was begun with other content and not finished: statement ${String(index + 1)} of it ran, outside of a transaction, and this version has another one there.`,
    {
      hint: onScratch
        ? 'The template holds half of this file: make it again from a database whose deployment came to its end.'
        : `Keep what ran as it was, and change only the statements after it. Or take back by hand what ran, then run in this database: ${forget}; and deploy again.`,
    },
  )
}

import { StagecoachError, type AppliedMigration, type MigrationStep } from '@stagecoach/core'
import { managedBases } from '../objects/managed-bases.ts'
import { forgetHorizon, noteHorizon } from '../schema/begun-operation.ts'
import { holdFence } from './fence.ts'
import { lastEvent, writeLog } from './log-event.ts'
import { runScript } from './run-script.ts'
import { applyScript } from './script.ts'
import type { Workbench } from './workbench.ts'

/** Applies one migration, or finds that it is applied. Errors: `migration-failed`, `migration-changed`, `statement-undecided`, `fenced`. */
export async function applyMigration(bench: Workbench, step: MigrationStep): Promise<AppliedMigration> {
  const start = performance.now()
  const script = applyScript(step)
  const normalised = step.analysis.migrations.find((each) => each.id === step.migration)?.normalised ?? script.checksum
  const done = { package: script.package, migration: script.migration }
  if (await isApplied(bench, step, normalised)) return { ...done, statements: 0, milliseconds: 0, resumed: true }
  const bases = await managedBases(bench.session)
  const run = await runScript(bench, script, step, async () => {
    await writeLog(bench.session, 'applied', step, { checksum: script.checksum, normalised })
    await (script.transactional ? noteHorizon : forgetHorizon)(bench.session, step.operation)
    await bases.follow()
  })
  return { ...done, ...run, milliseconds: Math.round(performance.now() - start) }
}

/** Logs that a migration ran here before the log was lost. Twice is once. */
export async function noteApplied(bench: Workbench, step: MigrationStep): Promise<void> {
  const { checksum } = applyScript(step)
  const normalised = step.analysis.migrations.find((each) => each.id === step.migration)?.normalised ?? checksum
  await bench.session.transaction(async () => {
    await holdFence(bench, step)
    const last = await lastEvent(bench.session, step)
    if (last === undefined) await writeLog(bench.session, 'applied', step, { checksum, normalised })
  })
}

async function isApplied(bench: Workbench, step: MigrationStep, normalised: string): Promise<boolean> {
  const last = await lastEvent(bench.session, step)
  // A package that comes back after being left behind finds its structures there.
  if (last === undefined || last.event === 'undone') return false
  if (last.normalised === normalised) return true
  throw new StagecoachError(
    'migration-changed',
    `${step.pkg.manifest.name}/${step.migration} was applied with other content than this version has.`,
    { hint: 'Undo the applied one first, or put the change into a new migration file.' },
  )
}

/** Logs that an applied migration's structures stay although its package goes. Twice is once. */
export async function leaveBehind(bench: Workbench, step: MigrationStep): Promise<void> {
  await bench.session.transaction(async () => {
    await holdFence(bench, step)
    const last = await lastEvent(bench.session, step)
    if (last?.event === 'applied') await writeLog(bench.session, 'left-behind', step, last)
  })
}

import type { Environment } from '../config/config.ts'
import { planDatabase, type DesiredPackage } from '../deployment/database-plan.ts'
import { loadObjects, packageOrigin, scratchOrigin } from '../deployment/load.ts'
import { runPlan } from '../deployment/run-plan.ts'
import { StagecoachError } from '../error.ts'
import type { Oid } from '../package/package.ts'
import type { OpenDatabase } from '../ports/database.ts'
import type { Room } from '../ports/runtime.ts'

export type ResetRehearsal = { kind: 'passed' } | { kind: 'failed'; failure: StagecoachError } | { kind: 'no-template' }

/** Runs the whole set on a throw-away copy of the template: a package that needs what another one made shows before any database is thrown away. */
export async function rehearseReset(
  room: Room,
  environment: Environment,
  desired: readonly DesiredPackage[],
  tree: Oid,
): Promise<ResetRehearsal> {
  const { host, config } = room
  const origin = scratchOrigin(config, environment, host)
  if (origin === undefined) return { kind: 'no-template' }
  host.progress('rehearsing the reset on a scratch database')
  const objects = await loadObjects(host, config, tree)
  const scratch = await host.databases.scratch(origin)
  try {
    await scratch.prepare()
    const plan = planDatabase(await scratch.log(), desired, () => false)
    refuseAhead(plan)
    const context = { operation: 'rehearsal', fence: 0, config: environment.config }
    await runPlan(scratch satisfies OpenDatabase, plan, { desired, origin: packageOrigin(host), objects }, context)
    return { kind: 'passed' }
  } catch (failure) {
    if (!(failure instanceof StagecoachError)) throw failure
    return { kind: 'failed', failure }
  } finally {
    await scratch.close()
  }
}

/** A template that holds more, or another form, than the set would be drift from its first day.
 *  @throws StagecoachError `template-ahead` */
function refuseAhead({ problems }: Pick<ReturnType<typeof planDatabase>, 'problems'>): void {
  if (problems.length === 0) return
  const names = problems.map((problem) => `${problem.package}/${problem.migration}`).join(', ')
  throw new StagecoachError(
    'template-ahead',
    `The template holds migrations that this set does not, or in another form: ${names}.`,
    {
      hint: 'Make the template again from a production-like state, or name another `template`.',
    },
  )
}

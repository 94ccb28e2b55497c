import { releaseCommand } from '../ledger/act-commands.ts'
import { holdsOn } from '../ledger/acts.ts'
import { movesOf, openRollback, refusedRollback } from '../ledger/rollbacks.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import type { PromotionSubject } from './subject.ts'

/** The branch holds this version. Where its deployment failed and was not taken back, says how to go on. */
export function alreadyThere(
  { host }: Pick<Room, 'host'>,
  { view }: Pick<World, 'view'>,
  { environment: { name }, package: pkg }: Pick<PromotionSubject, 'environment' | 'package'>,
): Result {
  const about = { environment: name, packages: [pkg.name] }
  const way = openRollback(view, name)
  if (way !== undefined && movesOf(way).some((each) => each.package.digest === pkg.digest)) {
    const message = `${pkg.name} ${pkg.version} is being taken back in ${name}, and leaves its branch with the rollback ${way.operation}.`
    const number = way.repair?.pullRequest
    const advice = number === undefined ? `stagecoach deploy ${name}` : `stagecoach gate ${number}`
    return blocked('paused', message, { ...about, operation: way.operation, advice: [advice] })
  }
  const left = refusedRollback(view, name)
  if (left?.package.digest !== pkg.digest) {
    const message = `${name} holds ${pkg.name} ${pkg.version} already.`
    return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message, ...about }
  }
  const message = `The branch of ${name} holds ${pkg.name} ${pkg.version} already, but its deployment failed and was not taken back: ${left.reason}.`
  const otherwise = `, start the rollback workflow for ${name}, or promote a repaired version.`
  const now = host.clock.now().toISOString()
  const hold = holdsOn(view, name, pkg, now).at(-1)
  if (hold !== undefined) {
    const lift = releaseCommand(view, now, hold, pkg)
    const advice = [`Lift the hold (\`${lift}\`) and start the deploy workflow for ${name}${otherwise}`]
    return blocked('held', message, { ...about, advice })
  }
  const advice = [`Start the deploy workflow for ${name}: it tries operation ${left.of} again. Or${otherwise.slice(1)}`]
  return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message, ...about, advice }
}

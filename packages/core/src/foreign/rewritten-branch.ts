import type { Environment } from '../config/config.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { tipOf, type World } from '../world.ts'
import { explainTrouble, mendLine } from './explain-trouble.ts'
import { lostRecord, rewritten } from './lost-record.ts'

/** Why nothing is put on top of an environment's branch: its history no longer leads to what was recorded last, so what is built on it would lack what is deployed. Undefined where it does. */
export async function rewrittenBranch(
  { host }: Pick<Room, 'host'>,
  world: World,
  environment: Environment,
): Promise<Result | undefined> {
  const tip = await host.git.commit(tipOf(world, environment))
  const lost = await lostRecord(host.git, world.view, environment.name, tip)
  if (lost === undefined) return undefined
  const { what, reason, mend = [] } = explainTrouble(environment, rewritten(tip, lost))
  return blocked('history-rewritten', what ?? reason, { environment: environment.name, advice: mend.map(mendLine) })
}

import type { Environment } from '../config/config.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { tipOf, type World } from '../world.ts'
import { deletedBranch } from './deleted-branch.ts'
import { explainTrouble, mendLine } from './explain-trouble.ts'
import { lostRecord, rewritten } from './lost-record.ts'
import type { Unclear } from './tip-trouble.ts'

/** Why nothing is put on top of an environment's branch: it is gone, or its history no longer leads to what was recorded last, so what is built on it would lack what is deployed. Undefined where it does. */
export async function rewrittenBranch(
  { host }: Pick<Room, 'host'>,
  world: World,
  environment: Environment,
): Promise<Result | undefined> {
  const deleted = deletedBranch(world, environment)
  if (deleted !== undefined) return blockedBy(environment, deleted)
  const tip = await host.git.commit(tipOf(world, environment))
  const lost = await lostRecord(host.git, world.view, environment.name, tip)
  if (lost === undefined) return undefined
  return blockedBy(environment, explainTrouble(environment, rewritten(tip, lost)))
}

export function blockedBy({ name }: Environment, { code, what, reason, mend = [] }: Unclear): Result {
  return blocked(code, what ?? reason, { environment: name, advice: mend.map(mendLine) })
}

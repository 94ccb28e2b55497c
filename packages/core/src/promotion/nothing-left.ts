import { formatPromotionBranch } from '../names/promotion-branch.ts'
import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { alreadyThere } from './already-there.ts'
import type { PromotionSubject } from './subject.ts'

/** The branch has this version already. A pull request that wanted to bring it, where a sync was quicker, is closed: its gate could never open, and each sweep would ask for it again. */
export async function nothingLeft(
  room: Pick<Room, 'host'>,
  world: Pick<World, 'view'>,
  subject: Pick<PromotionSubject, 'environment' | 'package'>,
  dryRun: boolean,
): Promise<Result> {
  const { forge } = room.host
  const result = alreadyThere(room, world, subject)
  const { name, branch } = subject.environment
  const head = formatPromotionBranch({ environment: name, package: subject.package.name })
  const open = dryRun ? undefined : await forge.findOpen(head, branch)
  if (open === undefined) return result
  await forge.update(open.number, { state: 'closed' })
  return { ...result, message: `${result.message} #${open.number}, which was to bring it, is closed.` }
}

import { decide } from '../gate/decide.ts'
import type { Decision } from '../gate/decision.ts'
import { gatherFacts } from '../gate/gather-facts.ts'
import { newestPromotion } from '../ledger/promotions.ts'
import type { PromotionEntry } from '../ledger/record.ts'
import { formatPromotionBranch } from '../names/promotion-branch.ts'
import type { Room } from '../ports/runtime.ts'
import { environmentOf, type World } from '../world.ts'

/** What every gate would say of a promotion now: with its reviews and checks where exactly this form is proposed already, else without any. Reads only. */
export async function foreseeGates(room: Room, world: World, foreseen: PromotionEntry): Promise<Decision> {
  const environment = environmentOf(room, foreseen.environment)
  const { package: pkg, head } = foreseen
  const branch = formatPromotionBranch({ environment: environment.name, package: pkg.name })
  const recorded = newestPromotion(world.view, environment.name, pkg.name)
  const same = recorded?.head === head && recorded.effect?.digest === foreseen.effect?.digest
  const pull = same ? await room.host.forge.findOpen(branch, environment.branch) : undefined
  if (recorded !== undefined && pull?.head.sha === head)
    return decide(await gatherFacts(room, world, environment, pull, recorded))
  const proposed = { ...foreseen, at: room.host.clock.now().toISOString() }
  const nobody = { number: foreseen.pullRequest, draft: false, head: { branch, sha: head } }
  return decide(await gatherFacts(room, world, environment, nobody, proposed, { unproposed: true }))
}

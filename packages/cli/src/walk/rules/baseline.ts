import { lookAtBranch, type BranchLook } from '../look/branch.ts'
import { handSlots, type Stop } from '../shop.ts'
import { Violation } from '../violation.ts'
import type { Walk } from '../walk.ts'

/** What a branch says of production is so: each line that hands had written there by that commit is here, or a newer text of it. */
export async function checkBaseline(walk: Walk, stop: Stop, look: BranchLook): Promise<void> {
  if (stop === 'production' || look.baseline === undefined) return
  const production = await lookAtBranch(walk.world.people, look.baseline, walk.sources)
  for (const slot of handSlots.production) {
    const history = walk.handHistory.get(slot) ?? []
    const [wanted, found] = [production.hand.get(slot), look.hand.get(slot)]
    if (wanted === undefined || history.indexOf(found ?? '') >= history.indexOf(wanted)) continue
    throw new Violation('line-lost', `${stop} says that it contains ${look.baseline}, and lacks its line ${slot}: ${wanted}`)
  }
}

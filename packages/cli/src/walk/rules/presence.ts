import { names } from '../feature.ts'
import type { BranchLook } from '../look/branch.ts'
import type { Stop } from '../shop.ts'
import { Violation } from '../violation.ts'
import type { Walk } from '../walk.ts'

/** What a branch lists is what it carries, whole and at that version; only where a hand changed a package may the two differ. */
export function checkPresence(walk: Walk, stop: Stop, look: BranchLook): void {
  const spoiled = walk.spoiled.get(stop)
  for (const name of names) {
    const listed = look.listed.get(name)?.number
    const carried = look.carried.get(name)
    if (listed === carried) spoiled?.delete(name)
    else if (spoiled?.has(name) !== true)
      throw new Violation('presence', `${stop} lists ${name} at ${String(listed)} and carries ${String(carried)}`)
  }
  if (look.strange.length > 0) throw new Violation('strange', `nobody put this on ${stop}: ${look.strange.join(', ')}`)
}

import type { Environment } from '../config/config.ts'
import type { ResetEntry } from '../ledger/record.ts'
import type { Oid } from '../package/package.ts'
import type { PullRequest } from '../ports/forge.ts'

/** What somebody changed since the reset was planned. Nobody agreed to throw that away, or to merge it, so the gate does neither: a person asks for the reset once more, and sees it in the plan. */
export function foreignHands(
  { name, branch }: Pick<Environment, 'name' | 'branch'>,
  { tip, proposal }: Pick<ResetEntry, 'tip' | 'proposal'>,
  pull: Pick<PullRequest, 'number' | 'merged' | 'base' | 'head'>,
  now: Oid,
): string | undefined {
  const again = `ask for the reset of ${name} once more`
  if (pull.merged) return `#${pull.number} was merged, and what came of it is not what was planned: ${again}.`
  if (pull.base.branch !== branch)
    return `#${pull.number} wants to go to ${pull.base.branch} now: point it to ${branch} again, or close it to give the reset up.`
  if (now !== tip)
    return `${branch} is at ${now.slice(0, 12)} now, which was not there when this was planned: ${again} to see what goes with it, or take it away.`
  if (pull.head.sha === proposal?.head) return undefined
  return `Somebody pushed to the branch of #${pull.number}, and a reset merges nothing but what was planned: ${again} to put it aside.`
}

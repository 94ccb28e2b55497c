import { writeState } from '../composition/branch-state.ts'
import { syncMerge } from '../composition/sync-merge.ts'
import type { LedgerView } from '../ledger/history.ts'
import { trustedResolutions } from '../ledger/trusted.ts'
import type { Host } from '../ports/runtime.ts'
import type { Replay } from '../promotion/replay-promotion.ts'
import { reuseResolutions } from '../promotion/resolve-conflicts.ts'
import type { SyncSubject } from './sync-subject.ts'

/** The sync computed from the environment's tip, production's verified commit and what people decided before, and from nothing that a branch says. Its tree names the new baseline. */
export async function replaySync(
  { git, resolutions }: Pick<Host, 'git' | 'resolutions'>,
  view: LedgerView,
  { tip, state, baseline, production, plan, hands }: SyncSubject,
): Promise<Replay> {
  const merge = await syncMerge(git, {
    target: { commit: tip.oid, content: state.content, packages: state.packages },
    baseline,
    production: production.verified.commit,
    raise: plan.raise,
    leaveOut: plan.leaveOut,
    otherHands: hands,
  })
  const resolved = await reuseResolutions(git, resolutions, merge, trustedResolutions(view))
  const tree = await writeState(git, resolved.tree, plan.after, production.verified.commit)
  return { ...resolved, content: resolved.tree, tree }
}

/** Whether there is anything to bring: content, packages, or commits of people that are there already and only want their baseline written down. */
export function bringsNothing({ state, plan, direct }: SyncSubject, replay: Replay): boolean {
  const { raise, bring } = plan
  return raise.length + bring.length + direct.length + replay.conflicts.length === 0 && replay.content === state.content
}

import { StagecoachError } from '../error.ts'
import type { LedgerView } from '../ledger/history.ts'
import { foreseenBy } from '../ledger/foreseen-by.ts'
import type { Oid } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'
import type { TipTrouble } from './tip-trouble.ts'

export interface RecordedTip {
  commit: Oid
  /** When it was recorded. */
  at: string
}

/** The newest commit that the ledger saw on the environment's branch. A rollback verifies the targets on an older one, while the branch stays where it was. */
export function recordedTip(view: LedgerView, environment: string): RecordedTip | undefined {
  const rollbacks = new Set(view.of('rollback', environment).map((each) => each.operation))
  const verified = view.of('verification', environment).filter((each) => each.passed && !rollbacks.has(each.operation))
  const all = [...view.of('merged', environment), ...view.of('baseline', environment), ...verified]
  return all.sort((a, b) => a.seq - b.seq).at(-1)
}

/** The newest recorded commit, when the tip does not lead to it: somebody rewound or replaced the branch. A commit that nobody has any more counts as lost. */
export async function lostRecord(
  git: Pick<GitObjects, 'commit' | 'isAncestor'>,
  view: LedgerView,
  environment: string,
  tip: Commit,
): Promise<RecordedTip | undefined> {
  const recorded = recordedTip(view, environment)
  if (recorded === undefined || recorded.commit === tip.oid || tip.parents.includes(recorded.commit)) return undefined
  // Merged and not recorded yet: the run that merged it was cut off, or is at work.
  const intent = foreseenBy(view, environment, tip)
  if (intent !== undefined && intent.seq === view.of('intent', environment).at(-1)?.seq) return undefined
  if (!(await isThere(git, recorded.commit))) return recorded
  return (await git.isAncestor(recorded.commit, tip.oid)) ? undefined : recorded
}

export function rewritten(tip: Pick<Commit, 'oid'>, { commit, at }: RecordedTip): TipTrouble {
  return { kind: 'rewritten', tip: tip.oid, recorded: commit, at }
}

async function isThere(git: Pick<GitObjects, 'commit'>, oid: Oid): Promise<boolean> {
  try {
    await git.commit(oid)
    return true
  } catch (error) {
    if (error instanceof StagecoachError && error.code === 'object-missing') return false
    throw error
  }
}

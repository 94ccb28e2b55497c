import type { LedgerView, RecordOf } from '../ledger/history.ts'
import type { Commit } from '../ports/git.ts'

export interface MergedSync {
  commit: Commit
  sync: RecordOf<'sync'>
}

/** Among commits that nobody recorded, the one that is exactly a proposed sync on exactly the tip it was made for: a person merged it before its gates were open. */
export function mergedSync(view: LedgerView, environment: string, commits: readonly Commit[]): MergedSync | undefined {
  const forms = view.of('sync', environment).filter((each) => each.state === 'ready')
  for (const commit of commits) {
    const sync = forms.findLast((each) => each.tip === commit.parents[0] && each.tree === commit.tree)
    if (sync !== undefined) return { commit, sync }
  }
  return undefined
}

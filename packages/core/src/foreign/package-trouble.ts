import type { LedgerView, RecordOf } from '../ledger/history.ts'
import type { ForeignEntry } from '../ledger/record.ts'
import type { PackageRef } from '../package/package.ts'
import type { Commit } from '../ports/git.ts'
import { foreignCommit } from './foreign-commit.ts'
import type { TipTrouble } from './tip-trouble.ts'

export interface JudgedCommit {
  commit: Commit
  entry: ForeignEntry
}

/** What is wrong with a package on the branch: `doubted` is the judgement that leaves it unclear, without one nobody decided on it. */
export function packageTrouble(
  view: LedgerView,
  environment: { name: string },
  pkg: PackageRef,
  judged: readonly JudgedCommit[],
  doubted: (JudgedCommit & { migrations: string[] }) | undefined,
): TipTrouble {
  if (doubted !== undefined) {
    const { commit, entry, migrations } = doubted
    const about = { package: pkg, commit: foreignCommit(commit) }
    if (entry.verdicts[pkg.name] === 'absent') return { kind: 'taken-out', ...about }
    return { kind: 'paths-changed', ...about, reason: reasonFor(entry, pkg.name), migrations }
  }
  const merge = handMerge(view, environment.name, pkg, judged)
  if (merge !== undefined) {
    const { commit, promotion } = merge
    return { kind: 'merged-by-hand', package: pkg, commit: foreignCommit(commit), pullRequest: promotion.pullRequest }
  }
  const brought = judged.find(({ entry }) => entry.verdicts[pkg.name] === 'present')?.commit
  return { kind: 'undecided', package: pkg, ...(brought === undefined ? {} : { commit: foreignCommit(brought) }) }
}

/** The commit that put exactly a recorded promotion on exactly the tip it was made for: the button on GitHub (merge, squash or rebase of its one commit), or a push of its branch. */
export function handMerge(
  view: LedgerView,
  environment: string,
  pkg: Pick<PackageRef, 'digest'>,
  judged: readonly { commit: Commit }[],
): { commit: Commit; promotion: RecordOf<'promotion'> } | undefined {
  const forms = view
    .of('promotion', environment)
    .filter((each) => each.package.digest === pkg.digest && each.state === 'ready')
    .toReversed()
  for (const { commit } of judged) {
    const promotion = forms.find((each) => each.tip === commit.parents[0] && each.tree === commit.tree)
    if (promotion !== undefined) return { commit, promotion }
  }
  return undefined
}

/** Of `commit 0123 (a: why; b: why)` what is said of one package. */
function reasonFor({ reason }: ForeignEntry, name: string): string {
  const said = new RegExp(`[(;] ?${name}: ([^;)]*)`).exec(reason)?.[1]
  return said ?? reason
}

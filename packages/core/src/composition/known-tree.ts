import type { Environment } from '../config/config.ts'
import { broughtBy, mergedProposal } from '../foreign/merged-proposal.ts'
import { handMerge } from '../foreign/package-trouble.ts'
import type { ForeignEntry } from '../ledger/record.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'
import type { Commit, GitObjects } from '../ports/git.ts'
import type { World } from '../world.ts'
import { readState } from './branch-state.ts'
import { sameComposition } from './composition.ts'

type Judgement = Pick<ForeignEntry, 'verdicts' | 'reason'>

/** What is known of a commit from outside by its tree alone: it is what was proposed or verified there, resolutions included, which merging again could not tell. */
export async function knownTree(
  git: GitObjects,
  { view }: Pick<World, 'view'>,
  { name }: Pick<Environment, 'name'>,
  commit: Commit,
  packages: readonly PackageRef[],
): Promise<Judgement | undefined> {
  const judged = (held: readonly PackageRef[], what: string): Judgement => ({
    verdicts: Object.fromEntries(
      packages.map((pkg) => [pkg.name, held.some((each) => each.digest === pkg.digest) ? 'present' : 'noted']),
    ),
    reason: `commit ${commit.oid.slice(0, 12)} is ${what}`,
  })
  const merge = packages.flatMap((pkg) => handMerge(view, name, pkg, [{ commit }]) ?? [])[0]
  if (merge !== undefined) {
    // Stagecoach made that tree itself: no other package lost anything by it.
    return judged([merge.promotion.package], `#${merge.promotion.pullRequest} as it was proposed, merged by hand`)
  }
  const state = await readState(git, commit.oid)
  const proposal = mergedProposal(view, name, [commit], state)
  if (proposal !== undefined) return judged(broughtBy(proposal), `#${proposal.pullRequest} as it was proposed, merged by hand`)
  const last = lastVerified(view, name)
  if (last === undefined) return undefined
  if (state.content !== last.content || !sameComposition(state.packages, last.packages)) return undefined
  return judged(last.packages, `what was verified ${last.at}, again`)
}

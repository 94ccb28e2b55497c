import { isAncestor } from '../git/history.ts'
import { refTips } from '../git/refs.ts'
import type { Repository } from '../world/repository.ts'

/** At most this many are in the payload of `status`. https://docs.github.com/webhooks/webhook-events-and-payloads#status */
const mostBranches = 10
const heads = 'refs/heads/'

export interface BranchTip {
  readonly name: string
  readonly sha: string
}

/** Branches that contain a commit, those whose tip it is first. */
export async function branchesWith(repository: Repository, commit: string): Promise<BranchTip[]> {
  const tips = refTips(repository.bare, [heads]).map(([ref, sha]): BranchTip => ({ name: ref.slice(heads.length), sha }))
  const found = tips.filter(({ sha }) => sha === commit)
  for (const tip of tips) {
    if (found.length >= mostBranches) break
    if (tip.sha !== commit && (await isAncestor(repository.bare, commit, tip.sha))) found.push(tip)
  }
  return found.slice(0, mostBranches)
}

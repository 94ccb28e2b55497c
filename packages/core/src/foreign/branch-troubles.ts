import { judgeTip } from '../composition/judge-tip.ts'
import { readTarget } from '../composition/read-target.ts'
import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { RecordOf } from '../ledger/history.ts'
import type { Commit } from '../ports/git.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { deletedBranch } from './deleted-branch.ts'
import { mergedProposal, type MergedProposal } from './merged-proposal.ts'
import { handMerge } from './package-trouble.ts'
import type { Unclear } from './tip-trouble.ts'

export interface HandMerge {
  commit: Commit
  promotion: RecordOf<'promotion'>
}

export interface BranchTroubles {
  unclear: Unclear[]
  /** Promotions that a person merged, and that no gate decided on yet. */
  handMerges: HandMerge[]
  /** A sync or repair that a person merged, and that no gate decided on yet. */
  proposal?: MergedProposal
  /** Commits from outside since the newest record, oldest first. */
  commits: Commit[]
}

/** What other hands left on an environment's branch; one that was never there has no troubles of this kind. */
export async function branchTroubles(room: Room, world: World, environment: Environment): Promise<BranchTroubles> {
  if (!world.refs.has(`refs/heads/${environment.branch}`)) {
    const deleted = deletedBranch(world, environment)
    return { unclear: deleted === undefined ? [] : [deleted], handMerges: [], commits: [] }
  }
  try {
    const { tip, state } = await readTarget(room, world, environment)
    const { unclear, commits } = await judgeTip(room, world, environment, tip, state)
    const undecided = unclear.filter((each) => each.code === 'tip-undecided').map((each) => each.package)
    const handMerges = state.packages
      .filter((pkg) => undecided.includes(pkg.name))
      .flatMap(
        (pkg) =>
          handMerge(
            world.view,
            environment.name,
            pkg,
            commits.map((commit) => ({ commit })),
          ) ?? [],
      )
    const proposal = mergedProposal(world.view, environment.name, commits, state)
    return { unclear, handMerges, ...(proposal === undefined ? {} : { proposal }), commits }
  } catch (error) {
    if (!(error instanceof StagecoachError) || error.code !== 'state-invalid') throw error
    const what = { what: error.message, mend: mendOf(error) }
    return { unclear: [{ code: 'presence-unknown', reason: error.message, ...what }], handMerges: [], commits: [] }
  }
}

/** The hint is the mending line by line, as `mendLine` wrote it. */
function mendOf({ hint = '' }: StagecoachError): NonNullable<Unclear['mend']> {
  return hint.split('\n').flatMap((line) => {
    const [, to, run] = /^To ([^:]+): (.+)$/.exec(line) ?? []
    return to === undefined || run === undefined ? [] : [{ to, run }]
  })
}

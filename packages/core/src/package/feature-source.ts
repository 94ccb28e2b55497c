import { StagecoachError } from '../error.ts'
import { checkBranchName } from '../names/branch-name.ts'
import { printable } from '../names/name.ts'
import { oidPattern } from '../names/oid.ts'
import { isOwnBranch } from '../names/own-branch.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import type { Oid } from './package.ts'

export interface FeatureRequest {
  /** Branch of the feature. */
  feature?: string
  /** Commit of it; by default the branch's tip. */
  commit?: Oid
}

/** The commit that is asked for.
 *  @throws StagecoachError `input-missing`, `branch-name-invalid`, `feature-invalid`, `feature-missing`, `commit-invalid`, `commit-missing` */
export async function featureSource(room: Room, world: Pick<World, 'refs'>, request: FeatureRequest): Promise<Oid> {
  const { feature, commit } = request
  if (feature === undefined && commit === undefined) {
    throw new StagecoachError('input-missing', 'A build wants a feature branch or a commit.', {
      hint: 'Name the branch (input `feature`), or a commit with `--commit <oid>` (input `commit`).',
    })
  }
  const tip = feature === undefined ? undefined : branchTip(room, world, checkBranchName(feature))
  if (commit === undefined) return tip ?? ''
  await checkCommit(room, commit, feature, tip)
  return commit
}

function branchTip({ config, defaultBranch }: Room, { refs }: Pick<World, 'refs'>, feature: string): Oid {
  const environment = config.environments.find((each) => each.branch === feature)
  if (environment !== undefined || feature === defaultBranch || isOwnBranch(feature)) {
    const what = environment === undefined ? 'a branch of Stagecoach' : `the branch of the environment '${environment.name}'`
    throw new StagecoachError('feature-invalid', `'${feature}' is ${what}, not a feature.`, {
      hint: feature.startsWith('kept/')
        ? `It keeps what a force push left: bring what is worth it again on a branch that is cut from '${defaultBranch}'.`
        : `Build a branch that was cut from '${defaultBranch}'.`,
    })
  }
  const ref = refs.get(`refs/heads/${feature}`)
  if (ref !== undefined) return ref.oid
  throw new StagecoachError('feature-missing', `There is no branch '${printable(feature)}'.`, {
    hint: 'Push the branch first. Forks are not features: their branch must be in this repository.',
  })
}

async function checkCommit({ host }: Room, commit: string, feature: string | undefined, tip: Oid | undefined): Promise<void> {
  if (!oidPattern.test(commit)) {
    throw new StagecoachError('commit-invalid', `'${printable(commit)}' is not the full id of a commit.`, {
      hint: 'Give all 40 characters.',
    })
  }
  if (tip === undefined || (await host.git.isAncestor(commit, tip))) return
  throw new StagecoachError('commit-missing', `${commit} is not on the branch '${feature ?? ''}'.`)
}

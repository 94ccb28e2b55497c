import {
  describeBrought,
  environmentOf,
  formatPromotionBranch,
  formatSyncBranch,
  adoptHead,
  gatherSubject,
  gatherSync,
  mergeSubject,
  newestPromotion,
  promotionCommit,
  promotionsOf,
  readWorld,
  replaySync,
  StagecoachError,
  syncCommit,
  syncsOf,
  type Environment,
  type MergedSubject,
  type NewCommit,
  type Oid,
  type Room,
  type World,
} from '@stagecoach/core'
import type { GateTarget } from '../verbs/gate-target.ts'

/** A promotion or a sync, merged as it stands now. */
export interface ConflictWork {
  environment: string
  /** What comes: `gift-cards 1.2.0`, or `2 commits of production`. */
  what: string
  /** A name for files of this machine: the package's, or production's. */
  name: string
  packages: string[]
  tip: { oid: Oid; committedAt: string }
  merged: MergedSubject
  /** The commit that a tree becomes, as Stagecoach would make it. */
  commitOf(tree: Oid): NewCommit
  pullRequest: number
  branch: string
  /** Where the branch is now. */
  existing: string | undefined
  /** Inputs of the promote workflow that make it again. */
  again: Record<string, string>
}

/** Recreates the merge of what a pull request proposes, with the right base and with what people resolved before. Only reads.
 *  @throws StagecoachError `not-a-promotion`, `environment-unknown` */
export async function openConflict(room: Room, target: GateTarget): Promise<ConflictWork> {
  const world = await readWorld(room)
  const sync = 'pullRequest' in target ? syncsOf(world.view, target.pullRequest).at(-1) : undefined
  if (sync !== undefined) return openSync(room, world, environmentOf(room, sync.environment), sync.pullRequest)
  const promotion =
    'pullRequest' in target
      ? promotionsOf(world.view, target.pullRequest).at(-1)
      : newestPromotion(world.view, target.environment, target.package)
  if (promotion === undefined) throw notProposed(target)
  const environment = environmentOf(room, promotion.environment)
  const { name, version } = promotion.package
  const subject = await gatherSubject(room, world, environment, `${name}@${version}`, {})
  const { manifest } = await room.host.packages.readRef(subject.package)
  const branch = formatPromotionBranch({ environment: environment.name, package: name })
  const existing = world.refs.get(`refs/heads/${branch}`)?.oid
  return {
    environment: environment.name,
    what: `${name} ${version}`,
    name,
    packages: [name],
    tip: subject.tip,
    merged: await mergeSubject(room, world, subject, manifest, existing),
    commitOf: (tree) => promotionCommit(tree, subject.tip, environment.name, manifest, subject.replaces),
    pullRequest: promotion.pullRequest,
    branch,
    existing,
    again: { environment: environment.name, package: `${name}@${version}` },
  }
}

async function openSync(room: Room, world: World, environment: Environment, pullRequest: number): Promise<ConflictWork> {
  const subject = await gatherSync(room, world, environment)
  if ('kind' in subject) {
    throw new StagecoachError('not-a-promotion', `#${pullRequest} has nothing to bring any more.`, {
      hint: `Run: stagecoach sync ${environment.name}`,
    })
  }
  const branch = formatSyncBranch({ environment: environment.name })
  const existing = world.refs.get(`refs/heads/${branch}`)?.oid
  const replay = await replaySync(room.host, world.view, subject)
  const head = await room.host.git.writeCommit(syncCommit(replay.tree, subject))
  return {
    environment: environment.name,
    what: `${describeBrought(subject)} of ${subject.production.environment}`,
    name: subject.production.environment,
    packages: [...subject.plan.raise, ...subject.plan.bring].map((each) => each.name),
    tip: subject.tip,
    merged: await adoptHead(room, world.view.of('sync', environment.name), subject.tip.oid, replay, head, existing),
    commitOf: (tree) => syncCommit(tree, subject),
    pullRequest,
    branch,
    existing,
    again: { environment: environment.name, sync: 'true' },
  }
}

function notProposed(target: GateTarget): StagecoachError {
  const what =
    'pullRequest' in target
      ? `#${target.pullRequest} is no recorded promotion`
      : `${target.package} was never proposed to ${target.environment}`
  return new StagecoachError('not-a-promotion', `${what}.`, { hint: 'Look for its number with `stagecoach status`.' })
}

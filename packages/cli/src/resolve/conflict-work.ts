import {
  formatPromotionBranch,
  gatherSubject,
  mergeSubject,
  newestPromotion,
  promotionsOf,
  readWorld,
  environmentOf,
  StagecoachError,
  type Manifest,
  type MergedSubject,
  type PromotionSubject,
  type Room,
} from '@stagecoach/core'
import type { GateTarget } from '../verbs/gate-target.ts'

/** A promotion, merged as it stands now. */
export interface ConflictWork {
  subject: PromotionSubject
  manifest: Manifest
  merged: MergedSubject
  pullRequest: number
  branch: string
  /** Where the promotion branch is now. */
  existing: string | undefined
}

/** Recreates the merge of a proposed package, with the right base and with what people resolved before. Only reads.
 *  @throws StagecoachError `not-a-promotion`, `environment-unknown` */
export async function openConflict(room: Room, target: GateTarget): Promise<ConflictWork> {
  const world = await readWorld(room)
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
  const merged = await mergeSubject(room, world, subject, manifest, existing)
  return { subject, manifest, merged, pullRequest: promotion.pullRequest, branch, existing }
}

function notProposed(target: GateTarget): StagecoachError {
  const what =
    'pullRequest' in target
      ? `#${target.pullRequest} is no recorded promotion`
      : `${target.package} was never proposed to ${target.environment}`
  return new StagecoachError('not-a-promotion', `${what}.`, { hint: 'Look for its number with `stagecoach status`.' })
}

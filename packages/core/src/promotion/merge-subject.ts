import type { Manifest, Oid } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { adoptHead, type MergedSubject } from './adopt-head.ts'
import { promotionCommit } from './promotion-commit.ts'
import { replayPromotion } from './replay-promotion.ts'
import type { PromotionSubject } from './subject.ts'

/** Merges the package into the tip, reuses what people decided before, and keeps a person's commit that decides the rest. `existing` is where the promotion branch is now. */
export async function mergeSubject(
  room: Room,
  world: World,
  subject: PromotionSubject,
  manifest: Manifest,
  existing: Oid | undefined,
): Promise<MergedSubject> {
  const { state, tip, environment, replaces } = subject
  const replay = await replayPromotion(room.host, world.view, state, subject.package)
  const head = await room.host.git.writeCommit(promotionCommit(replay.tree, tip, environment.name, manifest, replaces))
  const forms = world.view.of('promotion', environment.name).filter((each) => each.package.name === subject.package.name)
  return adoptHead(room, forms, tip.oid, replay, head, existing)
}

import type { BranchState } from '../composition/branch-state.ts'
import type { RecordOf } from '../ledger/history.ts'
import type { Room } from '../ports/runtime.ts'
import { replayPromotion } from '../promotion/replay-promotion.ts'
import type { World } from '../world.ts'

/** Paths in which the head differs from the promotion replayed now (design §5: gate time rebuilds the tree). The record of the promotion is believed for the digest alone: the package comes from the store, which checks it, the rest from the target's tip.
 *  @throws StagecoachError `package-missing`, `package-tampered` */
export async function foreignPaths(
  { host }: Room,
  world: World,
  state: BranchState,
  promotion: Pick<RecordOf<'promotion'>, 'package' | 'head'>,
): Promise<string[]> {
  const { ref } = await host.packages.readRef(promotion.package)
  const replay = await replayPromotion(host, world.view, state, ref)
  return (await host.git.diff(replay.tree, promotion.head)).map((change) => change.path)
}

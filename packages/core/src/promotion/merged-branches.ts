import { parsePromotionBranch } from '../names/promotion-branch.ts'
import { parseOperationBranch } from '../names/operation-branch.ts'
import { parseSyncBranch } from '../names/sync-branch.ts'
import type { RefUpdate } from '../ports/git.ts'
import type { World } from '../world.ts'

const heads = 'refs/heads/'

/** Deletes the branches of merged promotions, repairs, syncs and resets, each only while it is where it was merged: one that a person pushed to since stays. */
export function mergedBranches({ view, refs }: Pick<World, 'view' | 'refs'>): RefUpdate[] {
  const merged = new Set(view.of('merged').map((each) => each.operation))
  const intents = view.of('intent').filter((each) => merged.has(each.operation))
  const newest = new Map(intents.map((each) => [each.operation, each.head]))
  const known = new Set(newest.values())
  return [...refs].flatMap(([ref, { oid }]) => {
    const branch = ref.startsWith(heads) ? ref.slice(heads.length) : ''
    const ours = parsePromotionBranch(branch) ?? parseOperationBranch(branch) ?? parseSyncBranch(branch)
    return ours === undefined || !known.has(oid) ? [] : [{ ref, expected: oid, to: undefined }]
  })
}

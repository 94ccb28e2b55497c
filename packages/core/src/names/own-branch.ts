/** What the names of the branches begin with that Stagecoach opens pull requests for. */
export const pullBranches = ['promote/', 'rollback/', 'sync/', 'reset/'] as const

/** What the names of branches begin with that Stagecoach makes, or has people make: no features, and no environments. `kept/` holds what a force push left. */
export const ownBranches = [...pullBranches, 'stagecoach/', 'kept/'] as const

export function isOwnBranch(branch: string): boolean {
  return ownBranches.some((each) => branch.startsWith(each))
}

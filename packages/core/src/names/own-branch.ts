/** What the names of branches begin with that Stagecoach makes, or has people make: no features, and no environments. `kept/` holds what a force push left. */
export const ownBranches = ['promote/', 'rollback/', 'sync/', 'reset/', 'stagecoach/', 'kept/'] as const

export function isOwnBranch(branch: string): boolean {
  return ownBranches.some((each) => branch.startsWith(each))
}

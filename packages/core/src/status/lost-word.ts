import { lastVerified } from '../ledger/verified-states.ts'
import type { PackageRef } from '../package/package.ts'
import type { EnvironmentFacts, StatusFacts } from './status-facts.ts'

export interface LostWord {
  package: PackageRef
  /** Half a sentence. */
  why: string
}

/** What an environment has deployed and verified, and its branch does not list any more because of other hands: deleted, rewound, unreadable, or taken off the list. */
export function lostWords({ view }: Pick<StatusFacts, 'view'>, there: EnvironmentFacts): LostWord[] {
  const deployed = lastVerified(view, there.environment.name)?.packages ?? []
  return deployed.flatMap((pkg) => {
    if (there.packages.some((each) => each.digest === pkg.digest)) return []
    const why = whyLost(there, pkg.name)
    return why === undefined ? [] : [{ package: pkg, why: why.replace(/\.$/, '') }]
  })
}

/** Without such a trouble the branch is ahead of the deployment, and its word counts. */
function whyLost({ troubles = [], unreadable, packages }: EnvironmentFacts, name: string): string | undefined {
  const rewritten = troubles.find((each) => each.code === 'history-rewritten')?.reason ?? unreadable
  if (rewritten !== undefined || packages.some((each) => each.name === name)) return rewritten
  return troubles.find((each) => each.package === name)?.reason
}

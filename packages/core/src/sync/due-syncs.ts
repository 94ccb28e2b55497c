import { readState } from '../composition/branch-state.ts'
import type { Environment } from '../config/config.ts'
import { openRollback } from '../ledger/rollbacks.ts'
import { lastVerified } from '../ledger/verified-states.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { Room } from '../ports/runtime.ts'
import { directCommits } from './direct-commits.ts'
import { productionOf } from './production.ts'

/** Environments that production's last verified state may have something for: a package at a version they have not verified, or commits of people since their baseline. The sync itself looks closer. */
export async function dueSyncs({ host, config }: Pick<Room, 'host' | 'config'>, view: LedgerView): Promise<Environment[]> {
  const { name } = productionOf(config)
  const verified = lastVerified(view, name)
  // While production goes back, what is verified there may stand on no branch that lasts.
  if (verified === undefined || openRollback(view, name) !== undefined) return []
  const due: Environment[] = []
  for (const environment of config.environments) {
    const here = environment.production ? undefined : lastVerified(view, environment.name)
    if (here === undefined) continue
    const lacks = verified.packages.some((pkg) => !here.packages.some((each) => each.digest === pkg.digest))
    const baseline = (await readState(host.git, here.commit)).baseline
    const behind = baseline !== undefined && (await directCommits(host.git, view, name, baseline, verified.commit)).length > 0
    if (lacks || behind) due.push(environment)
  }
  return due
}

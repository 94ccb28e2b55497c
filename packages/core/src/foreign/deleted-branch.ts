import type { Environment } from '../config/config.ts'
import type { World } from '../world.ts'
import { explainTrouble } from './explain-trouble.ts'
import { recordedTip } from './lost-record.ts'
import type { Unclear } from './tip-trouble.ts'

/** That the branch of an environment is gone, where the ledger knows that it was there; one that was never there has no troubles of this kind. */
export function deletedBranch({ refs, view }: Pick<World, 'refs' | 'view'>, environment: Environment): Unclear | undefined {
  if (refs.has(`refs/heads/${environment.branch}`)) return undefined
  const recorded = recordedTip(view, environment.name)
  if (recorded === undefined) return undefined
  return explainTrouble(environment, { kind: 'deleted', recorded: recorded.commit, at: recorded.at })
}

import type { Environment } from '../config/config.ts'
import { readState, type BranchState } from '../composition/branch-state.ts'
import { StagecoachError } from '../error.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { Commit, GitObjects } from '../ports/git.ts'
import { explainTrouble, mendLine } from './explain-trouble.ts'
import { foreignCommit } from './foreign-commit.ts'
import { recordedTip } from './lost-record.ts'

/** What the tip of an environment's branch says of itself.
 *  @throws StagecoachError `state-invalid` with the commit and the command that mends it */
export async function readTipState(
  git: GitObjects,
  view: LedgerView,
  environment: Pick<Environment, 'name' | 'branch' | 'disposable'>,
  tip: Commit,
): Promise<BranchState> {
  try {
    return await readState(git, tip.oid)
  } catch (error) {
    if (!(error instanceof StagecoachError) || error.code !== 'state-invalid') throw error
    const good = recordedTip(view, environment.name)?.commit
    const about = { tip: foreignCommit(tip), why: error.message, ...(good === undefined ? {} : { good }) }
    const { what, mend } = explainTrouble(environment, { kind: 'unreadable', ...about })
    throw new StagecoachError('state-invalid', what, { hint: mend.map(mendLine).join('\n'), cause: error })
  }
}

import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { LedgerView } from '../ledger/history.ts'
import { ownerOf } from '../ledger/owner-of.ts'
import type { Target } from '../ports/database.ts'

/** What was planned may not be so any more when the databases are about to go: the configuration is read again for each run.
 *  @throws StagecoachError `not-disposable` */
export function refuseKept({ name, production, disposable }: Pick<Environment, 'name' | 'production' | 'disposable'>): void {
  if (disposable && !production) return
  throw new StagecoachError('not-disposable', `${name} is not disposable, and a reset throws its databases away.`, {
    hint: `Nothing was thrown away. Write \`disposable: true\` under environments.${name} in the configuration if that is so.`,
  })
}

/** A wrong address, such as production's in the secret of a test environment, must cost nothing: a database that was last deployed to as another environment is let alone.
 *  @throws StagecoachError `database-of-another` */
export function refuseForeign(view: LedgerView, { name, environment }: Pick<Target, 'name' | 'environment'>, last: string): void {
  const owner = ownerOf(view, last)
  if (owner === undefined || owner === environment) return
  throw new StagecoachError(
    'database-of-another',
    `The database '${name}' of ${environment} was last deployed to as ${owner} (operation ${last}), so it is not thrown away.`,
    {
      hint: `Look at its address first. If it is a copy that somebody made of ${owner}, say so in it with \`drop schema stagecoach cascade\`, and start the deploy workflow again.`,
    },
  )
}

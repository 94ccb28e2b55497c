import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { TargetDatabase } from '../ports/database.ts'
import { describeStrange, strangeRecord, type StrangeRecord } from './strange-record.ts'

/** What it throws. */
export const strangeCodes: ReadonlySet<string> = new Set(['database-of-another', 'drift'])

/** A wrong address, or a backup without our schema, must cost nothing: looked at before anything of ours is written there, and before anybody's session is ended.
 *  `operation` has begun in a database that a killed run left half changed: that one is its own. A reset that made it anew asks only whose it is.
 *  @throws StagecoachError `database-of-another`, `drift` */
export async function refuseStrange(
  view: LedgerView,
  environment: Environment,
  name: string,
  database: Pick<TargetDatabase, 'recorded' | 'begun' | 'log'>,
  { operation, reset = false }: { operation: string; reset?: boolean },
): Promise<void> {
  const strange = strangeRecord(view, { environment: environment.name, name }, await database.recorded())
  if (strange === undefined) return
  if (strange.kind !== 'of-another' && (reset || (await hasBegun(database, operation)))) return
  throw new StagecoachError(
    strange.kind === 'of-another' ? 'database-of-another' : 'drift',
    `The database '${name}' of ${environment.name} ${describeStrange(strange, environment.name)}. Nothing was changed in it.`,
    { hint: wayOut(strange, environment, name) },
  )
}

async function hasBegun(database: Pick<TargetDatabase, 'begun' | 'log'>, operation: string): Promise<boolean> {
  return (await database.begun(operation)) || (await database.log()).some((entry) => entry.operation === operation)
}

function wayOut(strange: StrangeRecord, { name: environment, disposable, databases }: Environment, name: string): string {
  const address = `Look at its address first (environments.${environment}.databases.${name}.url: ${databases[name]?.url ?? ''}).`
  const again = 'then start the workflow again.'
  const anew = disposable ? ` The reset workflow makes the databases of ${environment} anew.` : ''
  if (strange.kind === 'of-another')
    return `${address} Correct it; ${again} If it is right and the database a copy of one of ${strange.owner}, drop the schema stagecoach in it by hand: what it holds is then taken as it is by \`stagecoach adopt ${environment} --yes --reason "…"\`.`
  if (strange.kind === 'swapped') return `${address} Correct it; ${again}${anew}`
  const restored = strange.kind === 'none' ? 'bring the schema stagecoach back from the same backup' : 'restore the ledger'
  return `${address} If that is right, ${restored}, or take the database as it is with \`stagecoach adopt ${environment} --yes --reason "…"\`; ${again}${anew}`
}

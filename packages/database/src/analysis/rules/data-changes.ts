import type { TruncateStmt } from 'libpg-query'
import type { ObjectUse } from '@stagecoach/core'
import { ownsRows } from '../package-scope.ts'
import { contract, expand, ownObject, unknown, type RuleContext, type Verdict } from '../verdict.ts'
import { walk } from '../../sql/walk.ts'
import { reachedByQuery } from './reached-code.ts'

/** INSERT, UPDATE, DELETE, MERGE and SELECT, also inside WITH: which rows change, and what is called on the way. */
export function judgeData(kind: string, body: unknown, uses: readonly ObjectUse[], context: RuleContext): Verdict[] {
  const { scope } = context
  const written = uses.filter((use) => use.use === 'write' && use.kind !== 'column').map((use) => use.name)
  const catalogs = written.filter(isCatalog)
  const reaching = written.filter((table) => scope.reaching.has(table))
  const foreign = written.filter((table) => !ownsRows(scope, table) && !catalogs.includes(table) && !reaching.includes(table))
  const called = reachedByQuery(body, context)
  const verdicts: Verdict[] = []
  if (catalogs.length > 0) verdicts.push(unknown(`It writes ${catalogs.join(', ')}, which PostgreSQL lives on.`))
  if (reaching.length > 0) {
    verdicts.push(unknown(`Writing ${reaching.join(', ')} runs a trigger, a rule, a function or a cascade that reaches further.`))
  }
  if (foreign.length > 0) {
    const lock = kind === 'InsertStmt' ? 'brief' : 'scan'
    verdicts.push({ rule: 'change-data', compatibility: 'data', lock, message: `Rows of ${foreign.join(', ')} change.` })
  }
  if (called.length > 0) verdicts.push(unknown(`It calls or reads ${called.join(', ')}, whose effects cannot be read from here.`))
  if (verdicts.length > 0) return verdicts
  if (written.length > 0) return written.map(ownObject)
  const made = uses.filter((use) => use.use === 'create').map((use) => use.name)
  if (made.length > 0) return [expand('create-table', 'none', `${made.join(', ')} is new.`)]
  if (locksRows(body))
    return [expand('read-only', 'scan', 'It only reads, and keeps writers from the rows until it is committed.')]
  return [expand('read-only', 'none', 'It only reads.')]
}

/** An unqualified `pg_…` is found in pg_catalog first, whatever the search path. */
function isCatalog(table: string): boolean {
  return /^(pg_catalog|information_schema)\.|\.pg_/.test(table)
}

function locksRows(body: unknown): boolean {
  let found = false
  walk({ body }, (key) => {
    found ||= key === 'LockingClause'
  })
  return found
}

/** Rule 33. With CASCADE, tables that refer to these are emptied too. */
export function judgeTruncate(truncate: TruncateStmt, { scope, name }: RuleContext): Verdict[] {
  const tables = (truncate.relations ?? []).flatMap((node) => ('RangeVar' in node ? [name.relation(node.RangeVar)] : []))
  const rule = truncate.behavior === 'DROP_CASCADE' ? 'truncate-cascade' : 'truncate'
  return tables.map((table) => {
    if (ownsRows(scope, table) && rule === 'truncate') return ownObject(table)
    return contract(rule, 'brief', `All rows of ${table}${rule === 'truncate' ? '' : ' and of what refers to it'} are lost.`)
  })
}

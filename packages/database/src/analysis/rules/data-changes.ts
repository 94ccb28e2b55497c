import type { TruncateStmt } from 'libpg-query'
import type { ObjectUse } from '@stagecoach/core'
import { ownsRelation } from '../package-scope.ts'
import { contract, expand, ownObject, unknown, type RuleContext, type Verdict } from '../verdict.ts'
import { unknownCalls } from './column-expressions.ts'

/** INSERT, UPDATE, DELETE, MERGE and SELECT, also inside WITH: which rows change, and what is called on the way. */
export function judgeData(kind: string, body: unknown, uses: readonly ObjectUse[], { scope }: RuleContext): Verdict[] {
  const written = uses.filter((use) => use.use === 'write' && use.kind !== 'column').map((use) => use.name)
  const foreign = written.filter((table) => !ownsRelation(scope, table))
  const called = unknownCalls(body)
  const verdicts: Verdict[] = []
  if (foreign.length > 0) {
    const lock = kind === 'InsertStmt' ? 'brief' : 'scan'
    verdicts.push({ rule: 'change-data', compatibility: 'data', lock, message: `Rows of ${foreign.join(', ')} change.` })
  }
  if (called.length > 0) verdicts.push(unknown(`It calls ${called.join(', ')}, whose effects cannot be read from here.`))
  if (verdicts.length > 0) return verdicts
  return written.length > 0 ? written.map(ownObject) : [expand('read-only', 'none', 'It only reads.')]
}

/** Rule 33. With CASCADE, tables that refer to these are emptied too. */
export function judgeTruncate(truncate: TruncateStmt, { scope, name }: RuleContext): Verdict[] {
  const tables = (truncate.relations ?? []).flatMap((node) => ('RangeVar' in node ? [name.relation(node.RangeVar)] : []))
  const rule = truncate.behavior === 'DROP_CASCADE' ? 'truncate-cascade' : 'truncate'
  return tables.map((table) => {
    if (ownsRelation(scope, table) && rule === 'truncate') return ownObject(table)
    return contract(rule, 'brief', `All rows of ${table}${rule === 'truncate' ? '' : ' and of what refers to it'} are lost.`)
  })
}

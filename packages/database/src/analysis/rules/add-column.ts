import type { ColumnDef, Constraint } from 'libpg-query'
import { strings } from '../../sql/names.ts'
import { ownsRelation } from '../package-scope.ts'
import { contract, expand, unknown, type RuleContext, type Verdict } from '../verdict.ts'
import { isNeverNull, isStableDefault } from './column-expressions.ts'
import { hasKnownType } from './column-type.ts'

/** Rules 11 and 12: a column more on a table that the release before writes to. */
export function judgeAddColumn(table: string, column: ColumnDef, context: RuleContext): Verdict {
  const name = `${table}.${column.colname ?? ''}`
  const parts = columnParts(column)
  if (parts.fills) return unknown(`${name} gets a value for every row; the whole table is rewritten under an exclusive lock.`)
  if (parts.default !== undefined && !isStableDefault(parts.default.raw_expr)) {
    return unknown(`The default of ${name} may differ from row to row; the whole table may be rewritten under an exclusive lock.`)
  }
  if (!hasKnownType(column.typeName, context)) {
    return unknown(`The type of ${name} may be a domain, whose rules hold for every row; then the whole table is rewritten.`)
  }
  const others = parts.others.filter((each) => each.contype !== 'CONSTR_FOREIGN')
  if (others.length > 0) return unknown(`${name} brings a constraint that rows of the release before may not meet.`, 'scan')
  if (parts.notNull && parts.default !== undefined && !isNeverNull(parts.default.raw_expr)) {
    return contract(
      'add-required-column',
      'scan',
      `${name} must have a value, and its default may be NULL; inserts of the release before fail.`,
    )
  }
  if (parts.notNull && parts.default === undefined) {
    return contract('add-required-column', 'scan', `The release before inserts without ${name}; its inserts fail.`)
  }
  if (parts.others.length > 0) return judgeReference(name, parts, context)
  return expand('add-column', 'brief', `${name} is new, and inserts that do not name it still work.`)
}

interface ColumnParts {
  default: Constraint | undefined
  notNull: boolean
  /** Identity, serial or generated: PostgreSQL computes it for the rows that are there. */
  fills: boolean
  /** Constraints that look at rows: CHECK, UNIQUE, PRIMARY KEY, REFERENCES. */
  others: Constraint[]
}

export function columnParts(column: ColumnDef): ColumnParts {
  const constraints = (column.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []))
  const of = (type: Constraint['contype']): Constraint | undefined => constraints.find((each) => each.contype === type)
  const serial = /^(small|big)?serial[248]?$/.test(strings(column.typeName?.names).at(-1) ?? '')
  const quiet = new Set(['CONSTR_DEFAULT', 'CONSTR_NULL', 'CONSTR_NOTNULL', 'CONSTR_IDENTITY', 'CONSTR_GENERATED'])
  return {
    default: of('CONSTR_DEFAULT'),
    notNull: of('CONSTR_NOTNULL') !== undefined,
    fills: serial || of('CONSTR_IDENTITY') !== undefined || of('CONSTR_GENERATED') !== undefined,
    others: constraints.filter((each) => !quiet.has(each.contype ?? 'CONSTR_NULL')),
  }
}

/** An empty new column refers to nothing. Only the new release fills it; but then rows of an older table cannot be deleted any more. */
function judgeReference(name: string, parts: ColumnParts, { scope, name: naming }: RuleContext): Verdict {
  const target = naming.relation(parts.others[0]?.pktable)
  if (parts.default === undefined && parts.others.every((each) => ownsRelation(scope, naming.relation(each.pktable)))) {
    return expand('add-column', 'scan', `${name} is new and empty, and refers to ${target}, which this package makes.`)
  }
  return unknown(`Once ${name} refers to rows of ${target}, the release before may not be able to delete them.`, 'scan')
}

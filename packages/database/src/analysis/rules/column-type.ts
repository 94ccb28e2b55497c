import type { TypeName } from 'libpg-query'
import { BUILTIN_TYPES } from '../../sql/known-names.ts'
import { strings } from '../../sql/names.ts'
import { owns } from '../package-scope.ts'
import type { RuleContext } from '../verdict.ts'

/**
 * True for PostgreSQL's own types and for enums, composites and ranges of this package. Any other name may be a domain: its NOT NULL or
 * CHECK holds for every row that is there and for inserts that leave the column out, and the table is rewritten (ATExecAddColumn).
 */
export function hasKnownType(type: TypeName | undefined, { scope, name }: RuleContext): boolean {
  const parts = strings(type?.names)
  if (parts.length > 1 && parts[0] === 'pg_catalog') return true
  if (parts.length === 1 && BUILTIN_TYPES.has(parts[0] ?? '')) return true
  const found = name.type(type)
  return owns(scope, 'type', found) && scope.created.has(`type ${found}`) && !scope.domains.has(found)
}

import type { Node } from 'libpg-query'
import type { ObjectUse } from '@stagecoach/core'
import { judgeAlterTable } from './rules/alter-table.ts'
import { judgeCreateTable, judgeFunction, judgeIndex, judgeTableAs, judgeView } from './rules/creations.ts'
import { judgeData, judgeTruncate } from './rules/data-changes.ts'
import { judgeDrop } from './rules/drops.ts'
import { hasOption, judgeDomainChange, judgeGrant, judgePart, judgeSet, judgeVacuum } from './rules/plain.ts'
import { judgeEnum, judgeRename, judgeSetSchema } from './rules/renames.ts'
import { contract, expand, unknown, type RuleContext, type Verdict } from './verdict.ts'

/** All verdicts on one statement, at least one. What no rule knows is `unknown`, never expand. */
export function judge(node: Node, uses: readonly ObjectUse[], context: RuleContext): Verdict[] {
  const verdicts = judgeSchemaChange(node, context) ?? judgeCreation(node, uses, context) ?? judgeRest(node, uses, context)
  return verdicts.length > 0 ? verdicts : [unknown('No rule knows this statement.')]
}

function judgeSchemaChange(node: Node, context: RuleContext): Verdict[] | undefined {
  const { name } = context
  if ('DropStmt' in node) return judgeDrop(node.DropStmt, context)
  if ('DropdbStmt' in node) {
    return [contract('drop-database', 'non-transactional', `Database ${node.DropdbStmt.dbname ?? ''} and all in it is gone.`)]
  }
  if ('AlterTableStmt' in node) return judgeAlterTable(node.AlterTableStmt, context)
  if ('RenameStmt' in node) return judgeRename(node.RenameStmt, context)
  if ('AlterObjectSchemaStmt' in node) return judgeSetSchema(node.AlterObjectSchemaStmt, context)
  if ('AlterEnumStmt' in node) return judgeEnum(node.AlterEnumStmt, context)
  if ('AlterDomainStmt' in node) return judgeDomainChange(node.AlterDomainStmt, context)
  if ('CreateTrigStmt' in node) return judgePart('a trigger', name.relation(node.CreateTrigStmt.relation), context)
  if ('RuleStmt' in node)
    return [unknown(`A rule on ${name.relation(node.RuleStmt.relation)} turns statements into others.`, 'brief')]
  if ('CreatePolicyStmt' in node) return judgePart('a policy', name.relation(node.CreatePolicyStmt.table), context)
  if ('AlterPolicyStmt' in node) return judgePart('a policy', name.relation(node.AlterPolicyStmt.table), context)
  if ('AlterSeqStmt' in node) return judgePart('a change', name.relation(node.AlterSeqStmt.sequence), context)
  return undefined
}

function judgeCreation(node: Node, uses: readonly ObjectUse[], context: RuleContext): Verdict[] | undefined {
  const { name } = context
  const isNew = (what: string): Verdict[] => [expand('create', 'none', `${what} is new.`)]
  if ('CreateStmt' in node) return judgeCreateTable(node.CreateStmt, context)
  if ('IndexStmt' in node) return judgeIndex(node.IndexStmt, context)
  if ('ViewStmt' in node) return judgeView(node.ViewStmt, context)
  if ('CreateTableAsStmt' in node) return judgeTableAs(node.CreateTableAsStmt, uses, context)
  if ('CreateFunctionStmt' in node) return judgeFunction(node.CreateFunctionStmt, context)
  if ('CreateSeqStmt' in node) return isNew(`Sequence ${name.relation(node.CreateSeqStmt.sequence)}`)
  if ('CreateEnumStmt' in node) return isNew(`Type ${name.qualified(node.CreateEnumStmt.typeName)}`)
  if ('CompositeTypeStmt' in node) return isNew(`Type ${name.relation(node.CompositeTypeStmt.typevar)}`)
  if ('CreateRangeStmt' in node) return isNew(`Type ${name.qualified(node.CreateRangeStmt.typeName)}`)
  if ('CreateDomainStmt' in node) return isNew(`Domain ${name.qualified(node.CreateDomainStmt.domainname)}`)
  if ('CreateSchemaStmt' in node) {
    const schema = node.CreateSchemaStmt.schemaname ?? ''
    return (node.CreateSchemaStmt.schemaElts ?? []).length === 0
      ? isNew(`Schema ${schema}`)
      : [unknown(`Schema ${schema} is made together with its objects; make them in statements of their own.`)]
  }
  return undefined
}

const DATA = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'SelectStmt']

function judgeRest(node: Node, uses: readonly ObjectUse[], context: RuleContext): Verdict[] {
  const [kind = '', body] = Object.entries(node)[0] ?? []
  if (DATA.includes(kind)) return judgeData(kind, body, uses, context)
  if ('TruncateStmt' in node) return judgeTruncate(node.TruncateStmt, context)
  if ('CommentStmt' in node) return [expand('comment', 'brief', 'It only describes.')]
  if ('GrantStmt' in node) return judgeGrant(node.GrantStmt)
  if ('VariableSetStmt' in node) return judgeSet(node.VariableSetStmt)
  if ('VacuumStmt' in node) return judgeVacuum(node.VacuumStmt)
  if ('DoStmt' in node || 'CallStmt' in node || 'ExecuteStmt' in node) {
    return [{ ...unknown('It runs code whose statements cannot be read from here.'), rule: 'raw-dynamic' }]
  }
  const what = `No rule knows what ${titleWords(kind)} means for the release before.`
  return [unknown(what, isNonTransactional(node) ? 'non-transactional' : 'rewrite')]
}

/** `AlterSystemStmt` → `alter system`. */
function titleWords(kind: string): string {
  return kind
    .replace(/Stmt$/, '')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
}

/** Statements that PostgreSQL refuses inside a transaction block (PreventInTransactionBlock in utility.c and the commands). */
function isNonTransactional(node: Node): boolean {
  if ('ReindexStmt' in node) {
    const whole = ['REINDEX_OBJECT_SCHEMA', 'REINDEX_OBJECT_SYSTEM', 'REINDEX_OBJECT_DATABASE']
    return hasOption(node.ReindexStmt.params, 'concurrently') || whole.includes(node.ReindexStmt.kind ?? '')
  }
  if ('ClusterStmt' in node) return node.ClusterStmt.relation === undefined
  return [
    'CreatedbStmt',
    'AlterSystemStmt',
    'CreateTableSpaceStmt',
    'DropTableSpaceStmt',
    'DropSubscriptionStmt',
    'CreateSubscriptionStmt',
  ].some((kind) => kind in node)
}

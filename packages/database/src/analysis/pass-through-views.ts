import type { GrantStmt, Node, SelectStmt, ViewStmt } from 'libpg-query'
import { namingIn, type Naming } from '../sql/names.ts'
import type { ParsedStatement } from '../sql/sql-file.ts'
import { droppedObjects } from './rules/drops.ts'

/** A view under a name that a relation had before. */
export interface PassThroughView {
  relation: string
  /** The package grants somebody something on it. A table's rights go with the table, so the view has none of them. */
  granted: boolean
}

/**
 * Views that are there at the end of a package and only pass another relation through, as `select * from new_name`: readers and
 * writers of the old name go on (such a view is updatable, manual CREATE VIEW) where they have rights on it. A list of columns may
 * leave one out. By the view's name.
 */
export function passThroughViews(statements: readonly ParsedStatement[]): Map<string, PassThroughView> {
  const views = new Map<string, PassThroughView>()
  const name = namingIn('public')
  for (const { node } of statements) {
    if ('ViewStmt' in node) {
      const view = name.relation(node.ViewStmt.view)
      const relation = passedRelation(node.ViewStmt)
      const before = node.ViewStmt.replace === true ? views.get(view) : undefined
      if (relation === undefined) views.delete(view)
      else views.set(view, { relation: name.relation(relation), granted: before?.granted === true })
    }
    if ('GrantStmt' in node) noteGrant(views, node.GrantStmt, name)
    if ('DropStmt' in node) for (const dropped of droppedObjects(node.DropStmt, name)) views.delete(dropped.name)
    if ('RenameStmt' in node && node.RenameStmt.relation !== undefined) views.delete(name.relation(node.RenameStmt.relation))
    if ('AlterObjectSchemaStmt' in node && node.AlterObjectSchemaStmt.relation !== undefined) {
      views.delete(name.relation(node.AlterObjectSchemaStmt.relation))
    }
  }
  return views
}

function noteGrant(views: Map<string, PassThroughView>, grant: GrantStmt, name: Naming): void {
  const named = (grant.objects ?? []).flatMap((each) => {
    if ('RangeVar' in each) return [name.relation(each.RangeVar)]
    // GRANT … ON ALL TABLES IN SCHEMA reaches the views that are there.
    const schema = grant.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' && 'String' in each ? each.String.sval : undefined
    return schema === undefined ? [] : [...views.keys()].filter((view) => view.startsWith(`${schema}.`))
  })
  for (const view of named) {
    const found = views.get(view)
    if (found !== undefined) views.set(view, { ...found, granted: grant.is_grant === true })
  }
}

function passedRelation(view: ViewStmt): Extract<Node, { RangeVar: unknown }>['RangeVar'] | undefined {
  const query = view.query
  if (query === undefined || !('SelectStmt' in query) || view.aliases !== undefined) return undefined
  const select = query.SelectStmt
  const from = select.fromClause ?? []
  const source = from[0]
  if (from.length !== 1 || source === undefined || !('RangeVar' in source) || !isPlain(select)) return undefined
  // ONLY leaves out partitions and children, and an alias may name the columns anew.
  if (source.RangeVar.inh !== true || source.RangeVar.alias?.colnames !== undefined) return undefined
  const [target, ...more] = select.targetList ?? []
  return target !== undefined && more.length === 0 && isStar(target) ? source.RangeVar : undefined
}

function isPlain(select: SelectStmt): boolean {
  const narrowing = [
    select.whereClause, select.groupClause, select.havingClause, select.distinctClause, select.limitCount, select.limitOffset,
    select.withClause, select.windowClause, select.lockingClause, select.larg,
  ] // prettier-ignore
  return narrowing.every((clause) => clause === undefined)
}

/** `*` or `t.*`. */
function isStar(target: Node): boolean {
  const value = 'ResTarget' in target ? target.ResTarget.val : undefined
  const last = value !== undefined && 'ColumnRef' in value ? value.ColumnRef.fields?.at(-1) : undefined
  return last !== undefined && 'A_Star' in last
}

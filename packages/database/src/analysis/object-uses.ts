import type { ObjectUse } from '@stagecoach/core'
import type { Node } from 'libpg-query'
import { listItems, strings } from '../sql/names.ts'
import { reads, writes } from './data-uses.ts'
import { alteredUses } from './altered-uses.ts'
import { createdUses } from './created-uses.ts'
import { droppedObjects } from './rules/drops.ts'
import type { RuleContext } from './verdict.ts'

/** Every object a statement makes, changes, drops, reads or writes, each once per use. */
export function objectUses(node: Node, context: RuleContext): ObjectUse[] {
  const uses = [...directUses(node, context), ...writes(node, context.name), ...reads(node, context)]
  const seen = new Map(uses.map((use) => [`${use.kind} ${use.name} ${use.use}`, use]))
  // "Reads t" says nothing new about a statement that makes t.
  const made = new Set(uses.filter((use) => use.use === 'create' || use.use === 'drop').map((use) => use.name))
  return [...seen.values()].filter((use) => use.use !== 'read' || !made.has(use.name))
}

function directUses(node: Node, context: RuleContext): ObjectUse[] {
  const { name } = context
  if ('DropStmt' in node) {
    return droppedObjects(node.DropStmt, name).flatMap((object): ObjectUse[] => [
      { kind: object.kind, name: object.name, use: 'drop' },
      ...(object.kind === 'routine' ? [{ kind: 'routine', name: bare(object.name), use: 'drop' } as const] : []),
      ...(object.table === undefined ? [] : [{ kind: 'table', name: object.table, use: 'alter' } as const]),
    ])
  }
  if ('TruncateStmt' in node) {
    return (node.TruncateStmt.relations ?? []).flatMap((each) =>
      'RangeVar' in each ? [{ kind: 'table', name: name.relation(each.RangeVar), use: 'write' } as const] : [],
    )
  }
  if ('CommentStmt' in node) return commentUses(node.CommentStmt, context)
  return createdUses(node, context) ?? alteredUses(node, context) ?? []
}

/** `public.f(int4)` → `public.f`: what a call in another statement can name. */
export function bare(signature: string): string {
  return signature.replace(/\(.*$/s, '')
}

function commentUses(comment: Extract<Node, { CommentStmt: unknown }>['CommentStmt'], { name }: RuleContext): ObjectUse[] {
  const items = listItems(comment.object)
  if (comment.objtype === 'OBJECT_COLUMN') {
    const table = name.qualified(items.slice(0, -1))
    return [{ kind: 'column', name: `${table}.${strings(items).at(-1) ?? ''}`, use: 'alter' }]
  }
  if (comment.objtype === 'OBJECT_TABLE') return [{ kind: 'table', name: name.qualified(items), use: 'alter' }]
  if (comment.objtype === 'OBJECT_VIEW') return [{ kind: 'view', name: name.qualified(items), use: 'alter' }]
  return []
}

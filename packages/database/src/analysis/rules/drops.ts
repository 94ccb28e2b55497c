import type { DropStmt, Node, ObjectType } from 'libpg-query'
import type { ObjectUse } from '@stagecoach/core'
import { listItems, ownerOf, strings, type Naming } from '../../sql/names.ts'
import { owns } from '../package-scope.ts'
import { contract, ownObject, takesAlong, unknown, type RuleContext, type Verdict } from '../verdict.ts'

/** Rules 1–6 of the reference: what the release before may still use is gone. */
const RULES: Partial<Record<ObjectType, { rule: string; message: (name: string) => string }>> = {
  OBJECT_TABLE: { rule: 'drop-table', message: (name) => `${name} and its rows are gone; the release before fails on it.` },
  OBJECT_FOREIGN_TABLE: { rule: 'drop-table', message: (name) => `${name} is gone; the release before fails on it.` },
  OBJECT_SCHEMA: { rule: 'drop-schema', message: (name) => `Schema ${name} and all in it is gone.` },
  OBJECT_VIEW: { rule: 'drop-view', message: (name) => `View ${name} is gone; readers of the release before fail.` },
  OBJECT_MATVIEW: {
    rule: 'drop-matview',
    message: (name) => `Materialized view ${name} is gone; readers of the release before fail.`,
  },
  OBJECT_FUNCTION: { rule: 'drop-routine', message: (name) => `${name} is gone; callers of the release before fail.` },
  OBJECT_PROCEDURE: { rule: 'drop-routine', message: (name) => `${name} is gone; callers of the release before fail.` },
  OBJECT_ROUTINE: { rule: 'drop-routine', message: (name) => `${name} is gone; callers of the release before fail.` },
  OBJECT_AGGREGATE: { rule: 'drop-routine', message: (name) => `${name} is gone; callers of the release before fail.` },
  OBJECT_TYPE: { rule: 'drop-type', message: (name) => `Type ${name} is gone; casts and parameters of the release before fail.` },
  OBJECT_DOMAIN: { rule: 'drop-domain', message: (name) => `Domain ${name} is gone; casts of the release before fail.` },
  OBJECT_SEQUENCE: {
    rule: 'drop-sequence',
    message: (name) => `Sequence ${name} is gone; inserts of the release before that use it fail.`,
  },
}

const KINDS: Partial<Record<ObjectType, ObjectUse['kind']>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_SCHEMA: 'schema',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'view',
  OBJECT_INDEX: 'index',
  OBJECT_FUNCTION: 'routine',
  OBJECT_PROCEDURE: 'routine',
  OBJECT_ROUTINE: 'routine',
  OBJECT_AGGREGATE: 'routine',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'other',
  OBJECT_RULE: 'other',
}

export interface Dropped {
  kind: ObjectUse['kind']
  name: string
  /** Table of a trigger, policy or rule. */
  table?: string
}

/** The objects a DROP names. */
export function droppedObjects(drop: DropStmt, name: Naming): Dropped[] {
  const kind = (drop.removeType === undefined ? undefined : KINDS[drop.removeType]) ?? 'other'
  return (drop.objects ?? []).map((object) => droppedObject(object, kind, drop.removeType, name))
}

function droppedObject(object: Node, kind: ObjectUse['kind'], type: ObjectType | undefined, name: Naming): Dropped {
  if ('ObjectWithArgs' in object) return { kind, name: name.signature(object.ObjectWithArgs) }
  if ('TypeName' in object) return { kind, name: name.type(object.TypeName) }
  if ('String' in object) return { kind, name: object.String.sval ?? '' }
  const items = listItems(object)
  if (type === 'OBJECT_TRIGGER' || type === 'OBJECT_POLICY' || type === 'OBJECT_RULE') {
    const table = name.qualified(items.slice(0, -1))
    return { kind, name: `${table}.${strings(items).at(-1) ?? ''}`, table }
  }
  return { kind, name: name.qualified(items) }
}

export function judgeDrop(drop: DropStmt, { scope, name }: RuleContext): Verdict[] {
  return droppedObjects(drop, name).map((object) => {
    if (owns(scope, object.kind, object.name) || (object.table !== undefined && owns(scope, 'table', ownerOf(object.name)))) {
      return drop.behavior === 'DROP_CASCADE' ? takesAlong(object.name) : ownObject(object.name)
    }
    const rule = drop.removeType === undefined ? undefined : RULES[drop.removeType]
    if (rule !== undefined) return contract(rule.rule, 'brief', rule.message(object.name))
    const what = (drop.removeType ?? '').replace('OBJECT_', '').toLowerCase().replaceAll('_', ' ')
    const lock = drop.concurrent === true ? 'non-transactional' : 'brief'
    return unknown(`No rule knows what the release before loses with ${what} ${object.name}.`, lock)
  })
}

import type { ObjectUse } from '@stagecoach/core'
import { ownerOf, schemaOf } from '../sql/names.ts'

type Kind = ObjectUse['kind']

/**
 * What the package has made so far. No application of the release before can use it, so nothing that is done to it can break one.
 * Only certain creations count: after IF NOT EXISTS or OR REPLACE the object may be somebody else's.
 */
export interface PackageScope {
  /** Where unqualified names live; `?` after a search path that cannot be read from the file. */
  defaultSchema: string
  /** `kind name`. */
  readonly created: Set<string>
  /** Columns of existing tables that the package added and gave a default: the release before can insert without knowing them. */
  readonly defaulted: Set<string>
  /** Views that stand at the end of the package and only pass another relation through: name → relation. */
  readonly passThroughViews: ReadonlyMap<string, string>
  /** Routines dropped so far, without arguments: a new one of that name has another signature. */
  readonly droppedRoutines: Set<string>
}

export function newScope(passThroughViews: ReadonlyMap<string, string>): PackageScope {
  return { defaultSchema: 'public', created: new Set(), defaulted: new Set(), passThroughViews, droppedRoutines: new Set() }
}

/** True when the package itself made the object, or the table or schema it is part of. */
export function owns(scope: PackageScope, kind: Kind, name: string): boolean {
  if (kind === 'schema') return scope.created.has(`schema ${name}`)
  if (scope.created.has(`${kind} ${name}`) || scope.created.has(`schema ${schemaOf(name)}`)) return true
  const part = kind === 'column' || kind === 'constraint' || kind === 'trigger'
  return part && (owns(scope, 'table', ownerOf(name)) || owns(scope, 'view', ownerOf(name)))
}

/** A table, view or sequence of that name. */
export function ownsRelation(scope: PackageScope, name: string): boolean {
  return owns(scope, 'table', name) || owns(scope, 'view', name) || owns(scope, 'sequence', name)
}

/** Takes in what a statement made and dropped. */
export function learn(scope: PackageScope, uses: readonly ObjectUse[], certain: boolean): void {
  for (const { kind, name, use } of uses) {
    if (use === 'create' && certain) scope.created.add(`${kind} ${name}`)
    if (use === 'drop') forget(scope, kind, name)
    if (use === 'drop' && kind === 'routine' && !name.includes('(')) scope.droppedRoutines.add(name)
  }
}

/** An object of the package got another name; its parts go with it. */
export function learnRename(scope: PackageScope, kind: Kind, from: string, to: string): void {
  for (const set of [scope.created, scope.defaulted]) {
    for (const entry of [...set]) {
      const [entryKind = '', name = ''] = entry.split(/ (.*)/s)
      const moved =
        name === from && entryKind === kind ? to : name.startsWith(`${from}.`) ? to + name.slice(from.length) : undefined
      if (moved === undefined) continue
      set.delete(entry)
      set.add(`${entryKind} ${moved}`)
    }
  }
}

function forget(scope: PackageScope, kind: Kind, name: string): void {
  for (const set of [scope.created, scope.defaulted]) {
    set.delete(`${kind} ${name}`)
    if (kind === 'table' || kind === 'view' || kind === 'schema') {
      for (const entry of [...set]) if (entry.split(/ (.*)/s)[1]?.startsWith(`${name}.`)) set.delete(entry)
    }
  }
}

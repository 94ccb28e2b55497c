import type { ObjectUse } from '@stagecoach/core'
import { ownerOf, schemaOf } from '../sql/names.ts'
import type { PassThroughView } from './pass-through-views.ts'

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
  /** Columns of existing tables that the package added and gave a default other than NULL: the release before can insert without knowing them. */
  readonly defaulted: Set<string>
  /** Columns of existing tables that the package added and that must have a value. */
  readonly required: Set<string>
  /** Relations that had these names before the package and lost them: what it puts there is what the release before meets. */
  readonly givenAway: Set<string>
  /** Tables of the package where writing reaches further: triggers, calls in defaults and checks, rows of others that go along. */
  readonly reaching: Set<string>
  /** Views and types of the package that run code of which nothing is known when they are read or cast to. */
  readonly running: Set<string>
  /** Names of routines of the package, without schema: `c.name` of a row calls one. */
  readonly routines: Set<string>
  /** Types of the package whose values are checked: a column of such a type is filled and scanned. */
  readonly domains: Set<string>
  /** Views that stand at the end of the package and only pass another relation through, by name. */
  readonly passThroughViews: ReadonlyMap<string, PassThroughView>
  /** Routines dropped so far, without arguments: a new one of that name has another signature. */
  readonly droppedRoutines: Set<string>
}

export function newScope(passThroughViews: ReadonlyMap<string, PassThroughView>): PackageScope {
  return {
    defaultSchema: 'public',
    created: new Set(),
    defaulted: new Set(),
    required: new Set(),
    givenAway: new Set(),
    reaching: new Set(),
    running: new Set(),
    routines: new Set(),
    domains: new Set(),
    passThroughViews,
    droppedRoutines: new Set(),
  }
}

/** True when the package itself made the object, or the table or schema it is part of. */
export function owns(scope: PackageScope, kind: Kind, name: string): boolean {
  if (kind === 'schema') return scope.created.has(`schema ${name}`)
  if (scope.created.has(`${kind} ${name}`) || scope.created.has(`schema ${schemaOf(name)}`)) return true
  const part = kind === 'column' || kind === 'constraint' || kind === 'trigger'
  return part && (owns(scope, 'table', ownerOf(name)) || owns(scope, 'view', ownerOf(name)))
}

/**
 * Rows that only this package can have put there, and whose change reaches nothing else. A view passes writes on to tables of others,
 * and a schema of the package may hold what somebody else's function made, so the table itself must have been seen being made.
 */
export function ownsRows(scope: PackageScope, table: string): boolean {
  return scope.created.has(`table ${table}`) && !scope.reaching.has(table)
}

/** A table, view or sequence of that name. */
export function ownsRelation(scope: PackageScope, name: string): boolean {
  return owns(scope, 'table', name) || owns(scope, 'view', name) || owns(scope, 'sequence', name)
}

/** Takes in what a statement made and dropped. */
export function learn(scope: PackageScope, uses: readonly ObjectUse[], certain: boolean): void {
  for (const { kind, name, use } of uses) {
    if (use === 'create' && certain && !scope.givenAway.has(name)) scope.created.add(`${kind} ${name}`)
    if (use === 'drop') forget(scope, kind, name)
    if (use === 'drop' && kind === 'routine' && !name.includes('(')) scope.droppedRoutines.add(name)
  }
}

/** An object of the package got another name; its parts go with it. */
export function learnRename(scope: PackageScope, kind: Kind, from: string, to: string): void {
  if (scope.reaching.delete(from)) scope.reaching.add(to)
  if (scope.running.delete(from)) scope.running.add(to)
  if (scope.domains.delete(from)) scope.domains.add(to)
  for (const set of [scope.created, scope.defaulted, scope.required]) {
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

/** A name that was somebody else's went: to another name, or into another schema, which then holds more than the package made. */
export function learnMove(scope: PackageScope, from: string, to: string): void {
  scope.givenAway.add(from)
  scope.created.delete(`schema ${schemaOf(to)}`)
}

/** The object is no longer the package's alone. */
export function forget(scope: PackageScope, kind: Kind, name: string): void {
  for (const set of [scope.created, scope.defaulted, scope.required]) {
    set.delete(`${kind} ${name}`)
    if (kind === 'table' || kind === 'view' || kind === 'schema') {
      for (const entry of [...set]) if (entry.split(/ (.*)/s)[1]?.startsWith(`${name}.`)) set.delete(entry)
    }
  }
}

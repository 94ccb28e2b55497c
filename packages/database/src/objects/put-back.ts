import { quoteName, quoteText } from '../sql/quote.ts'
import { identityOf, type ObjectName } from './live-definitions.ts'
import { privilegeStatements } from './privileges.ts'
import type { Hanging, HangingPart } from './what-hangs.ts'

/** What is put back, in words for people, and how. */
export interface PutBack {
  what: string
  sql: string
}

/** The owner that it had, if another has it now; rights are told apart only after that. */
export function ownerBack(object: ObjectName, now: Hanging, before: Hanging): PutBack[] {
  if (before.owner === null || now.owner === before.owner) return []
  const sql = `alter ${calledKind(object)} ${identityOf(object).identity} owner to ${quoteName(before.owner)}`
  return [{ what: `its owner ${before.owner}`, sql }]
}

/** Rights and comments, and of the columns that it still has the defaults, too: as if it had been replaced. */
export function saidBack(object: ObjectName, now: Hanging, before: Hanging): PutBack[] {
  const { identity, trigger } = identityOf(object)
  const on = `${isRoutine(object) ? 'routine' : 'table'} ${identity}`
  const called = trigger === null ? `${calledKind(object)} ${identity}` : `trigger ${quoteName(trigger)} on ${identity}`
  const comments = before.comment === null ? [] : [commentOn(called, before.comment)]
  const rights = privilegeStatements(on, now.privileges, before.privileges)
  const columns = before.columns.flatMap((column) => {
    const there = now.columns.find((each) => each.name === column.name)
    return there === undefined ? [] : columnBack(on, identity, there, column)
  })
  return [
    ...rights.map((sql) => ({ what: 'a right on it', sql })),
    ...columns,
    ...comments.map((sql) => ({ what: 'its comment', sql })),
  ]
}

type Column = Hanging['columns'][number]

function columnBack(on: string, identity: string, now: Column, { name, privileges, comment, standard }: Column): PutBack[] {
  const column = `${identity}.${quoteName(name)}`
  const all = [
    ...privilegeStatements(on, now.privileges, privileges, name),
    ...(standard === null ? [] : [`alter view ${identity} alter column ${quoteName(name)} set default ${standard}`]),
    ...(comment === null ? [] : [commentOn(`column ${column}`, comment)]),
  ]
  return all.map((sql) => ({ what: `what was said of its column ${name}`, sql }))
}

/** Triggers, rules, indexes and statistics that are not there again. */
export function partsBack(now: Hanging, parts: readonly HangingPart[]): PutBack[] {
  const lacking = parts.filter((part) => !now.parts.some((each) => each.kind === part.kind && each.name === part.name))
  return lacking.flatMap(({ kind, name, sql, comment, on }) =>
    [sql, ...(comment === null ? [] : [commentOn(on, comment)])].map((each) => ({ what: `${kind} ${name}`, sql: each })),
  )
}

function commentOn(what: string, comment: string): string {
  return `comment on ${what} is ${quoteText(comment)}`
}

function isRoutine({ kind }: ObjectName): boolean {
  return kind === 'function' || kind === 'procedure'
}

function calledKind({ kind }: ObjectName): string {
  return kind === 'materialized-view' ? 'materialized view' : kind
}

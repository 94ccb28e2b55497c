import type { ObjectDefinition } from '@stagecoach/core'
import { quoteName } from '../sql/quote.ts'
import { identityOf, type ObjectName } from './live-definitions.ts'

/** DROP … IF EXISTS, without CASCADE: what hangs on it and is not ours must stop us. */
export function dropStatement(object: ObjectName): string {
  const { identity, trigger } = identityOf(object)
  if (trigger !== null) return `drop trigger if exists ${quoteName(trigger)} on ${identity}`
  return `drop ${object.kind === 'materialized-view' ? 'materialized view' : object.kind} if exists ${identity}`
}

/** Its CREATE alone, without the GRANT, COMMENT and indexes that follow in its file. */
export function createStatement({ sql, companions }: ObjectDefinition): string {
  return companions === '' ? sql : sql.slice(0, -companions.length - COMPANION.length)
}

/** Between the statements of one definition. */
export const COMPANION = ';\n'

/** The definition so that it replaces what is there; a materialized view cannot. */
export function replaceStatement({ kind, sql }: ObjectDefinition): string {
  if (kind === 'materialized-view' || kind === 'other') return sql
  return sql.replace(/^create\s+(?!or\s+replace\b)/i, 'create or replace ')
}

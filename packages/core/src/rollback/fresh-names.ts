import type { MigrationAnalysis, StatementAnalysis } from '../package/analysis.ts'
import { dataUses, keyOf, renameBy } from '../package/data-uses.ts'

/**
 * Tables and columns that were not there before these migrations: their first word about the name is that it is made, and not from
 * something that was there (a rename). What was dropped first and made anew held values before; what is made `if not exists` may have.
 * In the order in which they ran; as `table public.a`.
 */
export function freshNames(migrations: readonly Pick<MigrationAnalysis, 'statements'>[]): FreshNames {
  const fresh = new Set<string>()
  const met = new Set<string>()
  for (const statement of migrations.flatMap((each) => each.statements)) {
    const rename = renameBy(statement)
    // Dropped and made by one statement, it was there.
    for (const dropped of dataUses(statement, 'drop')) met.add(keyOf(dropped))
    for (const made of dataUses(statement, 'create').map(keyOf))
      if (!met.has(made) && (rename === undefined ? !mayHaveBeen(statement) : isFresh(fresh, keyOf(rename.from)))) fresh.add(made)
    for (const each of dataUses(statement)) met.add(keyOf(each))
  }
  return { has: (name) => isFresh(fresh, name) }
}

export interface FreshNames {
  /** A column of a fresh table is fresh. */
  has(name: string): boolean
}

function isFresh(fresh: ReadonlySet<string>, name: string): boolean {
  const table = /^column (.+)\.[^.]+$/.exec(name)?.[1]
  return fresh.has(name) || (table !== undefined && fresh.has(`table ${table}`))
}

function mayHaveBeen({ sql }: StatementAnalysis): boolean {
  return /\bif\s+not\s+exists\b/i.test(sql)
}

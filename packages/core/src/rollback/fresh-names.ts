import type { MigrationAnalysis, ObjectUse, StatementAnalysis } from '../package/analysis.ts'

/**
 * Tables and columns that were not there before these migrations: their first word about the name is that it is made, and not from
 * something that was there (a rename). What was dropped first and made anew held values before; what is made `if not exists` may have.
 * In the order in which they ran; as `table public.a`.
 */
export function freshNames(migrations: readonly Pick<MigrationAnalysis, 'statements'>[]): FreshNames {
  const fresh = new Set<string>()
  const met = new Set<string>()
  for (const statement of migrations.flatMap((each) => each.statements)) {
    const from = renamedFrom(statement)
    // Dropped and made by one statement, it was there.
    for (const dropped of named(statement, 'drop')) met.add(dropped)
    for (const made of named(statement, 'create'))
      if (!met.has(made) && (from === undefined ? !mayHaveBeen(statement) : isFresh(fresh, from))) fresh.add(made)
    for (const each of named(statement)) met.add(each)
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

/** A statement that takes a name away and brings another, and no value with it, is a rename. */
function renamedFrom(statement: StatementAnalysis): string | undefined {
  const [dropped, made] = [named(statement, 'drop'), named(statement, 'create')]
  const [from] = dropped
  const renames = dropped.length === 1 && made.length === 1 && (statement.loses ?? []).length === 0
  return renames && from?.split(' ')[0] === made[0]?.split(' ')[0] ? from : undefined
}

function mayHaveBeen({ sql }: StatementAnalysis): boolean {
  return /\bif\s+not\s+exists\b/i.test(sql)
}

function named({ objects }: StatementAnalysis, wanted?: ObjectUse['use']): string[] {
  return objects
    .filter(({ kind, use }) => (kind === 'table' || kind === 'column') && (wanted === undefined || use === wanted))
    .map(({ kind, name }) => `${kind} ${name}`)
}

import type { DataObject, MigrationAnalysis, StatementAnalysis } from '../package/analysis.ts'
import { dataUses, keyOf, renameBy } from '../package/data-uses.ts'
import { classOf } from './effect.ts'

/** A migration in the order in which it runs. */
export interface RunMigration {
  /** `package/migration` */
  key: string
  statements: MigrationAnalysis['statements']
}

/**
 * Tables and columns whose values migrations take, by migration, under the names that they have before any of these runs. What they
 * make and take again themselves is either no longer to be found under such a name, or left out here: it was dropped first, by them or
 * with what is undone before them (`gone`: `table public.a`), and made anew.
 */
export function takenValues(migrations: readonly RunMigration[], gone: readonly string[] = []): Map<string, DataObject[]> {
  const names: Names = { gone: new Set(gone), anew: new Set(), former: new Map() }
  const taken = new Map<string, DataObject[]>()
  for (const { key, statements } of migrations) {
    const objects = new Map<string, DataObject>()
    for (const statement of statements) {
      const loses = classOf(statement) === 'expand' ? [] : (statement.loses ?? [])
      for (const each of loses.flatMap((object) => before(names, object))) objects.set(`${each.kind} ${each.name}`, each)
      learn(names, statement)
    }
    if (objects.size > 0) taken.set(key, [...objects.values()])
  }
  return taken
}

interface Names {
  gone: Set<string>
  /** Made again after that. */
  anew: Set<string>
  /** Renamed: the name before. */
  former: Map<string, string>
}

function before(names: Names, { kind, name }: DataObject): DataObject[] {
  if (kind === 'table') return anew(names, name) ? [] : [{ kind, name: formerTable(names, name) }]
  if (anew(names, name)) return []
  return [{ kind, name: formerColumn(names, name) }]
}

function anew(names: Names, name: string): boolean {
  return names.anew.has(`table ${name}`) || names.anew.has(`table ${tableOf(name)}`) || names.anew.has(`column ${name}`)
}

function formerTable({ former }: Names, name: string): string {
  return former.get(`table ${name}`) ?? name
}

function formerColumn(names: Names, name: string): string {
  const inFormer = `${formerTable(names, tableOf(name))}${name.slice(name.lastIndexOf('.'))}`
  return names.former.get(`column ${name}`) ?? names.former.get(`column ${inFormer}`) ?? inFormer
}

function tableOf(column: string): string {
  return column.slice(0, column.lastIndexOf('.'))
}

function learn(names: Names, statement: StatementAnalysis): void {
  const rename = renameBy(statement)
  if (rename !== undefined) {
    const { from, to } = rename
    if (names.anew.has(keyOf(from))) names.anew.add(keyOf(to))
    names.former.set(keyOf(to), from.kind === 'table' ? formerTable(names, from.name) : formerColumn(names, from.name))
  }
  for (const each of dataUses(statement, 'drop')) names.gone.add(keyOf(each))
  for (const each of dataUses(statement, 'create'))
    if (names.gone.has(keyOf(each)) && names.former.get(keyOf(each)) === undefined) names.anew.add(keyOf(each))
}

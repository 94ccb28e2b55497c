import type { MigrationAnalysis, ObjectUse } from '../package/analysis.ts'
import { dataUses, keyOf } from '../package/data-uses.ts'
import { classOf } from '../promotion/effect.ts'

/** A statement that only adds harms nothing; where one names no table or column, nobody knows what it harms. `name` is `package/migration`. */
export function harmsOf(name: string, migration: Pick<MigrationAnalysis, 'statements'> | undefined): string[] {
  const harming = (migration?.statements ?? []).filter((statement) => classOf(statement) !== 'expand')
  const known = harming.map(harmedBy)
  const unsure = migration === undefined || known.some((objects) => objects.length === 0)
  return [...new Set([...known.flat(), ...(unsure ? [`migration ${name}`] : [])])]
}

/** ALTER TABLE harms the columns it is about, and not the rest of the table. */
function harmedBy(statement: MigrationAnalysis['statements'][number]): string[] {
  const used = (...uses: ObjectUse['use'][]): string[] => dataUses(statement, ...uses).map(keyOf)
  const whole = new Set(used('drop', 'write'))
  const harmed = used('drop', 'alter', 'write')
  const isColumnOf = (column: string, table: string): boolean => column.startsWith(`${table.replace(/^table /, 'column ')}.`)
  return harmed.filter((each) => whole.has(each) || !harmed.some((column) => isColumnOf(column, each)))
}

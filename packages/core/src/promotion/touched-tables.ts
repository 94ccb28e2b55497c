import type { DataObject, MigrationAnalysis } from '../package/analysis.ts'

/** Tables that migrations change, by themselves or through a column: their rows tell whether the way back gives what was taken. */
export function touchedTables(migrations: readonly Pick<MigrationAnalysis, 'statements'>[]): DataObject[] {
  const names = new Set<string>()
  for (const { kind, name, use } of migrations.flatMap(({ statements }) => statements.flatMap(({ objects }) => objects))) {
    if (use === 'read') continue
    if (kind === 'table') names.add(name)
    if (kind === 'column') names.add(name.slice(0, name.lastIndexOf('.')))
  }
  return [...names].sort().map((name) => ({ kind: 'table', name }))
}

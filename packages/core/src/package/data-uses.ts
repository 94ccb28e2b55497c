import type { ObjectUse, StatementAnalysis } from './analysis.ts'

/** Tables and columns that a statement uses so; in any way when none is named. */
export function dataUses({ objects }: Pick<StatementAnalysis, 'objects'>, ...uses: ObjectUse['use'][]): ObjectUse[] {
  return objects.filter(({ kind, use }) => (kind === 'table' || kind === 'column') && (uses.length === 0 || uses.includes(use)))
}

/** `table public.a` */
export function keyOf({ kind, name }: Pick<ObjectUse, 'kind' | 'name'>): string {
  return `${kind} ${name}`
}

/** A statement that takes a name away and brings another, and no value with it, is a rename. */
export function renameBy(statement: StatementAnalysis): { from: ObjectUse; to: ObjectUse } | undefined {
  const [[from], [to]] = [dataUses(statement, 'drop'), dataUses(statement, 'create')]
  const renames = from !== undefined && to !== undefined && (statement.loses ?? []).length === 0 && from.kind === to.kind
  return renames ? { from, to } : undefined
}

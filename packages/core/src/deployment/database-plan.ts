import type { Analysis, MigrationAnalysis } from '../package/analysis.ts'
import type { StoredPackage } from '../package/package.ts'
import type { LogEntry } from '../ports/database.ts'
import { appliedNow, type AppliedNow } from './applied.ts'

/** What makes one database hold the desired packages: undos first, newest first, then migrations in canonical order. */
export interface DatabasePlan {
  undo: AppliedNow[]
  apply: { package: string; migration: string }[]
  /** Things to know that change nothing: a comment was edited. */
  notices: string[]
  problems: PlanProblem[]
}

export type PlanProblem =
  /** The database holds a migration of a package that the branch does not. */
  | { kind: 'drift'; package: string; migration: string }
  /** A migration that ran was edited or dropped, and taking it back is not proved. */
  | { kind: 'applied-changed'; package: string; migration: string; why: 'edited' | 'dropped' }

export interface DesiredPackage {
  pkg: StoredPackage
  analysis: Analysis
}

/** Whether the undo script of an applied migration is proved; the rehearsal asks for any there is, to prove it. */
export type UndoProved = (row: AppliedNow) => boolean

/** Plan = desired − applied, by identity (package, migration, content); a set, no high-water mark. `desired` in canonical order. */
export function planDatabase(log: readonly LogEntry[], desired: readonly DesiredPackage[], undoProved: UndoProved): DatabasePlan {
  const applied = appliedNow(log)
  const plan: DatabasePlan = { undo: [], apply: [], notices: [], problems: [] }
  const known = new Set<AppliedNow>()
  for (const each of desired) {
    const rows = applied.filter((row) => ownedBy(row, each.pkg))
    for (const row of rows) known.add(row)
    planPackage(plan, each, rows, undoProved)
  }
  for (const row of applied) {
    if (!known.has(row) && !row.leftBehind) plan.problems.push({ kind: 'drift', package: row.package, migration: row.migration })
  }
  return plan
}

function ownedBy(row: AppliedNow, pkg: StoredPackage): boolean {
  return row.package === pkg.manifest.name || pkg.manifest.formerly.includes(row.package)
}

function planPackage(plan: DatabasePlan, desired: DesiredPackage, rows: readonly AppliedNow[], undoProved: UndoProved): void {
  const { name, migrations } = desired.pkg.manifest
  const analyses = new Map(desired.analysis.migrations.map((each) => [each.id, each]))
  // What was left behind on the record and this version does not have goes on staying.
  const held = rows.filter((row) => !row.leftBehind || analyses.has(row.migration))
  const first = held.findIndex((row) => change(row, analyses.get(row.migration)) !== undefined)
  // A later migration of the same package may stand on the changed one: both go, newest first, and come again.
  const back = first === -1 ? [] : held.slice(first)
  for (const row of back.toReversed()) {
    const why = change(row, analyses.get(row.migration)) ?? 'edited'
    if (undoProved(row)) plan.undo.push(row)
    else plan.problems.push({ kind: 'applied-changed', package: row.package, migration: row.migration, why })
  }
  const staying = new Map(rows.filter((row) => !back.includes(row)).map((row) => [row.migration, row]))
  for (const { id } of migrations) {
    const row = staying.get(id)
    if (row === undefined) plan.apply.push({ package: name, migration: id })
    else if (row.checksum !== analyses.get(id)?.checksum)
      plan.notices.push(`${name}/${id} was edited after it ran, in comments or white space only.`)
  }
}

function change(row: AppliedNow, analysis: MigrationAnalysis | undefined): 'edited' | 'dropped' | undefined {
  if (analysis === undefined) return 'dropped'
  return analysis.normalised === row.normalised ? undefined : 'edited'
}

/** Nothing to run in this database. */
export function planIsEmpty(plan: DatabasePlan): boolean {
  return plan.undo.length === 0 && plan.apply.length === 0
}

import type { LogEntry } from '../ports/database.ts'

/** A migration whose structures are in the database now. */
export interface AppliedNow extends LogEntry {
  /** Its package was taken out and its structures stayed, on the record. */
  leftBehind: boolean
}

/** Applied now = applied − undone, in the order of application. A package that comes back after being left behind is applied like any other. */
export function appliedNow(log: readonly LogEntry[]): AppliedNow[] {
  const now = new Map<string, AppliedNow>()
  for (const entry of log) {
    const key = `${entry.package}/${entry.migration}`
    if (entry.event === 'applied') now.set(key, { ...entry, leftBehind: false })
    else if (entry.event === 'undone') now.delete(key)
    else {
      const row = now.get(key)
      if (row !== undefined) now.set(key, { ...row, leftBehind: true })
    }
  }
  return [...now.values()]
}

/** What operations made of the applied set, both oldest first. */
export interface ChangedByOperation {
  /** What they applied and is there now; not what stays on the record as left behind. */
  applied: AppliedNow[]
  /** What was there before them in a form that is not there now: they undid that, to apply another form or none. */
  undone: AppliedNow[]
}

/** Reads from the log what operations changed, as a whole or of some packages only. What was applied again since (a rollback was cut off and goes on) counts as there. */
export function changedBy(
  log: readonly LogEntry[],
  operations: readonly string[],
  names?: ReadonlySet<string>,
): ChangedByOperation {
  const named = (row: AppliedNow): boolean => names?.has(row.package) ?? true
  const now = appliedNow(log).filter(named)
  const begun = log.findIndex((entry) => operations.includes(entry.operation))
  const before = begun === -1 ? [] : appliedNow(log.slice(0, begun)).filter(named)
  const known = (rows: readonly AppliedNow[], row: AppliedNow): boolean => rows.some((each) => sameForm(row, each))
  return {
    applied: now.filter((row) => operations.includes(row.operation) && !row.leftBehind && !known(before, row)),
    undone: before.filter((row) => !known(now, row)),
  }
}

/** `package/migration`, for people. */
export function migrationsOf(rows: readonly Pick<LogEntry, 'package' | 'migration'>[]): string[] {
  return rows.map((row) => `${row.package}/${row.migration}`)
}

function sameForm(a: AppliedNow, b: AppliedNow): boolean {
  return a.package === b.package && a.migration === b.migration && a.digest === b.digest && a.leftBehind === b.leftBehind
}

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

/** What an operation made of the applied set, both oldest first. */
export interface ChangedByOperation {
  /** What it applied and is there now. */
  applied: AppliedNow[]
  /** What was there before it in a form that is not there now: it undid that, to apply another form or none. */
  undone: AppliedNow[]
}

/** Reads an operation's changes from the log. What was applied again since (a rollback was cut off and goes on) counts as there. */
export function changedBy(log: readonly LogEntry[], operation: string): ChangedByOperation {
  const now = appliedNow(log)
  const begun = log.findIndex((entry) => entry.operation === operation)
  const before = begun === -1 ? [] : appliedNow(log.slice(0, begun))
  return {
    applied: now.filter((row) => row.operation === operation),
    undone: before.filter((row) => !now.some((each) => sameForm(row, each))),
  }
}

function sameForm(a: AppliedNow, b: AppliedNow): boolean {
  return a.package === b.package && a.migration === b.migration && a.digest === b.digest && a.leftBehind === b.leftBehind
}

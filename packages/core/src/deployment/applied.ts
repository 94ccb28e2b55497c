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

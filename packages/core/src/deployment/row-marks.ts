import type { DataObject } from '../package/analysis.ts'

/** Row mark of what is there and cannot be counted. */
export const UNKNOWN_MARK = 'unknown'

/** Under which a row mark is kept: `column public.a.b`. */
export function markKey({ kind, name }: DataObject): string {
  return `${kind} ${name}`
}

/** Whether no data came between two marks of the same object. Where one is missing or unknown nobody can say so. */
export function sameRows(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && before !== UNKNOWN_MARK && before === now
}

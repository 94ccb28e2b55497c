import type { OpenTargets } from '../deployment/target.ts'
import type { DataObject } from '../package/analysis.ts'

/** Tables and columns whose row marks are not what they were right after the migrations of these operations ran: `table public.a`, as people name them. */
export async function laterData({ main }: Pick<OpenTargets, 'main'>, operations: readonly string[]): Promise<string[]> {
  if (main === undefined) return []
  const changed = new Set<string>()
  for (const operation of operations) {
    const marks = await main.begunMarks(operation)
    const now = await main.dataMarks(Object.keys(marks).map(markedObject))
    for (const key of Object.keys(marks))
      if (now[key] !== undefined && now[key] !== marks[key]) changed.add(shownObject(markedObject(key)))
  }
  return [...changed].sort()
}

/** Keys of marks are `kind name`. */
function markedObject(key: string): DataObject {
  const kind = (['column', 'values'] as const).find((each) => key.startsWith(`${each} `)) ?? 'table'
  return { kind, name: key.slice(kind.length + 1) }
}

/** As people see and name it: they need not know how it was marked. */
export function shownObject({ kind, name }: DataObject): string {
  return `${kind === 'values' ? 'column' : kind} ${name}`
}

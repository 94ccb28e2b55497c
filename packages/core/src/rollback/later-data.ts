import type { OpenTargets } from '../deployment/target.ts'

/** Objects whose row marks are not what they were right after the migrations of these operations ran. */
export async function laterData({ main }: Pick<OpenTargets, 'main'>, operations: readonly string[]): Promise<string[]> {
  if (main === undefined) return []
  const changed = new Set<string>()
  for (const operation of operations) {
    const marks = await main.begunMarks(operation)
    const objects = Object.keys(marks).map((key) => ({
      kind: key.startsWith('column ') ? ('column' as const) : ('table' as const),
      name: key.slice(key.indexOf(' ') + 1),
    }))
    const now = await main.dataMarks(objects)
    for (const key of Object.keys(marks)) if (now[key] !== undefined && now[key] !== marks[key]) changed.add(key)
  }
  return [...changed].sort()
}

import type { OpenTargets } from '../deployment/target.ts'

/** Objects whose row marks are not what they were right after the migrations ran. */
export async function laterData({ main }: Pick<OpenTargets, 'main'>, operation: string): Promise<string[]> {
  if (main === undefined) return []
  const marks = await main.begunMarks(operation)
  const objects = Object.keys(marks).map((key) => ({
    kind: key.startsWith('column ') ? ('column' as const) : ('table' as const),
    name: key.slice(key.indexOf(' ') + 1),
  }))
  const now = await main.dataMarks(objects)
  return Object.keys(marks).filter((key) => now[key] !== undefined && now[key] !== marks[key])
}

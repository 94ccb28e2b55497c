import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** Names a file. A test that has an engine running appends one line with its name and version, such as `PostgreSQL 15.14`. */
export const enginesLogVariable = 'STAGECOACH_TEST_ENGINES_LOG'

/** The engines that tests really used, each once, in order of name. */
export async function readEngines(file: string): Promise<string[]> {
  if (!existsSync(file)) return []
  const lines = (await readFile(file, 'utf8')).split('\n')
  return [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))].sort()
}

export function formatEngines(engines: readonly string[]): string {
  return `Database engines that ran: ${engines.length === 0 ? 'none' : engines.join(', ')}`
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * File beside written files that says which of them are executable: actions/upload-artifact forgets modes
 * (https://github.com/actions/upload-artifact#permission-loss).
 */
export const executableList = '.stagecoach-executables.json'

export function formatExecutableList(paths: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ schema: 1, executable: paths })}\n`)
}

/** Undefined when there is no list, or it is not ours: then the modes on disk count. */
export async function readExecutableList(folder: string): Promise<ReadonlySet<string> | undefined> {
  try {
    const list: unknown = JSON.parse(await readFile(join(folder, executableList), 'utf8'))
    if (typeof list !== 'object' || list === null || !('executable' in list) || !Array.isArray(list.executable)) return undefined
    return new Set(list.executable.filter((path) => typeof path === 'string'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * When a process started, as text that only serves comparison; undefined when no such process lives. A process id alone is not
 * enough: numbers are used again. Linux: field 22 of /proc/<pid>/stat (proc(5)); elsewhere `ps`.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return startByPs(pid)
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => undefined)
  if (stat === undefined) return undefined
  // The command in parentheses may hold spaces and parentheses itself.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' ? undefined : rest[18]
}

async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)])
    return stdout.trim() === '' ? undefined : stdout.trim()
  } catch {
    return undefined
  }
}

import { readFile } from 'node:fs/promises'

/** Resident memory now, in KiB, of all processes that a process started, and that those started; 0 for what has ended meanwhile. */
export async function memoryBelow(pid: number): Promise<number> {
  const children = await readText(`/proc/${pid}/task/${pid}/children`)
  const sizes = children
    .split(' ')
    .filter((each) => each.trim() !== '')
    .map(async (each) => {
      const child = Number(each)
      const status = await readText(`/proc/${child}/status`)
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) + (await memoryBelow(child))
    })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    // The process ended between two looks.
    return ''
  }
}

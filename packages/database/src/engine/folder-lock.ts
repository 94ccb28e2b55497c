import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processStart } from './process-identity.ts'

/** Age in milliseconds after which a takeover guard is left over from a process killed inside it; a takeover takes a few milliseconds. */
const GUARD_AGE = 10_000
const POLL = 50

/** An exclusive right to a folder, kept in `<folder>.lock`; PGlite itself would let two processes write and lose rows. */
export interface FolderLock {
  release(): Promise<void>
}

/** Takes the lock within `wait` milliseconds or says 'busy'. A lock whose process is dead is taken over. */
export async function lockFolder(folder: string, wait: number): Promise<FolderLock | 'busy'> {
  const path = `${folder.replace(/\/+$/, '')}.lock`
  const me = JSON.stringify({ pid: process.pid, start: await processStart(process.pid), id: randomUUID() })
  await mkdir(dirname(path), { recursive: true })
  const deadline = Date.now() + wait
  for (;;) {
    if ((await create(path, me)) || (await takeOver(path, me))) return { release: () => release(path, me) }
    if (Date.now() >= deadline) return 'busy'
    await sleep(POLL)
  }
}

/** Creates a file with its content in one step: a reader never sees half a lock. link(2) fails when the name exists, as O_EXCL does. */
async function create(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, content, { flag: 'wx' })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Two processes may both see the same dead owner; the guard lets one of them at a time look again and replace it. */
async function takeOver(path: string, me: string): Promise<boolean> {
  if (!(await isStale(path))) return false
  const guard = `${path}.takeover`
  if (!(await create(guard, me))) {
    const age = await stat(guard).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    )
    if (age > GUARD_AGE) await rm(guard, { force: true })
    return false
  }
  try {
    if (!(await isStale(path))) return false
    await rm(path)
    return await create(path, me)
  } finally {
    await rm(guard, { force: true })
  }
}

async function isStale(path: string): Promise<boolean> {
  const content = await readFile(path, 'utf8').catch(() => undefined)
  if (content === undefined) return false
  const owner = parseOwner(content)
  return owner === undefined || (await processStart(owner.pid)) !== owner.start
}

function parseOwner(content: string): { pid: number; start: string } | undefined {
  try {
    const value: unknown = JSON.parse(content)
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('start' in value)) return undefined
    return typeof value.pid === 'number' && typeof value.start === 'string' ? { pid: value.pid, start: value.start } : undefined
  } catch {
    return undefined
  }
}

async function release(path: string, me: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === me) await rm(path, { force: true })
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What this machine knows of a command at a terminal that took a lease. It stays when the command is killed. */
export interface SessionNotes {
  host: string
  /** Process numbers mean something only there; absent where the system has no such thing. */
  namespace?: string
  process: number
  /** Process groups it started: configured commands, which outlive a killed parent. */
  groups: number[]
  ended?: true
}

/** Leases expire long before. */
const kept = 24 * 60 * 60_000

/** Whole or not at all: a reader never sees half of it. */
export function writeNotes(folder: string, id: string, notes: SessionNotes): void {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${id}.json`)
  writeFileSync(`${path}.new`, JSON.stringify(notes))
  renameSync(`${path}.new`, path)
}

/** Undefined when the session was started elsewhere, or is long over. */
export function readNotes(folder: string, id: string): SessionNotes | undefined {
  // It comes from the ledger, and becomes a path.
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined
  try {
    // Written above, in a folder of ours.
    return JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as SessionNotes
  } catch {
    return undefined
  }
}

export function dropOldNotes(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).mtimeMs < now - kept) rmSync(path, { force: true })
  }
}

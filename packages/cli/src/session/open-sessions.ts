import { randomUUID } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Sessions, TerminalSession } from '@stagecoach/core'
import { hasEnded, type Here } from './has-ended.ts'
import { dropOldNotes, readNotes, writeNotes, type SessionNotes } from './session-notes.ts'

export interface OpenedSessions extends Sessions {
  /** This command, when a lease names it. */
  used(): TerminalSession | undefined
  /** To be told each process group that a configured command runs in. */
  started(group: number): void
  /** Nothing of this command runs any more. */
  end(): void
}

/** Sessions noted in a folder inside the git directory, which all commands of one checkout share. */
export function openSessions(folder: string): OpenedSessions {
  const here = whereWeAre()
  const id = randomUUID()
  let notes: SessionNotes | undefined
  const note = (change: Partial<SessionNotes>): void => {
    notes = { ...here, process: process.pid, groups: [], ...notes, ...change }
    writeNotes(folder, id, notes)
  }
  const end = (): void => {
    process.removeListener('exit', end)
    if (notes !== undefined) note({ ended: true })
  }
  // Also on Ctrl-C: what was started ends there too, see `endOnSignals`.
  process.once('exit', end)
  const own: TerminalSession = { id, host: here.host, process: process.pid }
  return {
    own() {
      if (notes === undefined) {
        note({})
        dropOldNotes(folder, Date.now())
      }
      return Promise.resolve(own)
    },
    hasEnded: (session) => {
      const known = readNotes(folder, session.id)
      return Promise.resolve(known !== undefined && hasEnded(known, here, isAlive))
    },
    used: () => (notes === undefined ? undefined : own),
    started(group) {
      if (notes !== undefined) note({ groups: [...notes.groups, group] })
    },
    end,
  }
}

function whereWeAre(): Here {
  const host = hostname()
  try {
    return { host, namespace: readlinkSync('/proc/self/ns/pid') }
  } catch {
    return { host }
  }
}

/** A negative number asks for a process group. Whatever is not certainly gone lives. */
function isAlive(number: number): boolean {
  try {
    process.kill(number, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

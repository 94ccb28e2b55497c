import type { SessionNotes } from './session-notes.ts'

/** Where process numbers are counted. */
export type Here = Pick<SessionNotes, 'host' | 'namespace'>

/** Pure: whether a command and all it started are gone for certain. Elsewhere (another machine, another container on the same files) a number says nothing. */
export function hasEnded(notes: SessionNotes, here: Here, isAlive: (process: number) => boolean): boolean {
  if (notes.ended === true) return true
  if (notes.host !== here.host || notes.namespace !== here.namespace) return false
  return !isAlive(notes.process) && notes.groups.every((group) => !isAlive(-group))
}

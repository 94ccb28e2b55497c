import type { Conflict, Git } from '@stagecoach/core'

/** What becomes of one conflicted path. */
export type Decision = { kind: 'file'; mode: string; bytes: Uint8Array } | { kind: 'deleted' }
export type Decisions = ReadonlyMap<string, Decision>

/** One side of a conflict as it is; a side without the file means that it goes. */
export async function takeSide(git: Pick<Git, 'readBlob'>, conflict: Conflict, side: 'ours' | 'theirs'): Promise<Decision> {
  const entry = conflict[side]
  return entry === undefined ? { kind: 'deleted' } : { kind: 'file', mode: entry.mode, bytes: await git.readBlob(entry.oid) }
}

/** Mode for a file whose bytes come from elsewhere. */
export function modeOf({ ours, theirs, base }: Conflict): string {
  return (theirs ?? ours ?? base)?.mode ?? '100644'
}

/** As core judges a pushed resolution. */
export function holdsMarkers(bytes: Uint8Array): boolean {
  return /^(<{7}|>{7}) /m.test(Buffer.from(bytes).toString('latin1'))
}

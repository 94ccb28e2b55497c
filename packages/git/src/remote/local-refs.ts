import type { RemoteRef } from '@stagecoach/core'
import type { GitProcess } from '../process/git-process.ts'

const format = '--format=%(refname)%00%(objectname)%00%(*objectname)'

/** Refs of the repository by full name, below the given names (`refs/tags/`) or being them, all without names; tags with what they point at. */
export async function localRefs(git: GitProcess, names: readonly string[]): Promise<Map<string, RemoteRef>> {
  const out = await git.must(['for-each-ref', format, ...names])
  const refs = new Map<string, RemoteRef>()
  for (const line of out.toString('utf8').split('\n')) {
    const [ref, oid, peeled] = line.split('\0')
    if (ref === undefined || oid === undefined) continue
    refs.set(ref, peeled === undefined || peeled === '' ? { oid } : { oid, peeled })
  }
  return refs
}

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { GitRemote, PushResult, RefUpdate } from '@stagecoach/core'
import type { RemoteAccess } from '../process/git-environment.ts'
import { redact } from '../process/git-environment.ts'
import { gitFailed } from '../process/git-process.ts'
import type { GitProcess } from '../process/git-process.ts'
import { checkOid } from '../objects/object-reader.ts'
import { inTurn } from './in-turn.ts'
import type { KnownRefs } from './known-refs.ts'
import { classifyPush } from './push-result.ts'
import { checkRef, refspec } from './ref-pattern.ts'
import { isDenied, remoteError } from './remote-error.ts'

/** Conversations with the shared repository since opening. `lazy` counts those git began by itself to get a blob that the filter had left out. */
export interface RoundTrips {
  fetch: number
  push: number
  lazy: number
}

type Counts = Omit<RoundTrips, 'lazy'>

export interface CountedRemote extends GitRemote {
  roundTrips(): RoundTrips
}

/** `filter` is git's object filter (git-rev-list(1) `--filter`), `none` for everything. The repository's own refs are the remote's, as last seen.
 *  Conversations are held one after another, so that what one of them notes is never older than what is known. */
export function gitRemote(git: GitProcess, access: RemoteAccess, filter: string, known: KnownRefs): CountedRemote {
  const counts = { fetch: 0, push: 0 }
  const turn = inTurn()
  const own = { packs: promisorPacks(git.directory) }
  const shown = redact(access.url, access)

  const fetchRefs = async (patterns: readonly string[]): Promise<void> => {
    const filters = filter === 'none' ? [] : [`--filter=${filter}`]
    const args = ['fetch', '--quiet', '--prune', '--no-tags', '--no-write-fetch-head', ...filters, 'origin']
    const before = promisorPacks(git.directory)
    counts.fetch += 1
    const exit = await git.run([...args, ...new Set(patterns.map(refspec))])
    own.packs += promisorPacks(git.directory) - before
    // A shallow remote ends in exit code 0 and a warning, its refs left out.
    if (exit.code !== 0 || /shallow roots/.test(exit.stderr)) throw remoteError(shown, exit.stderr)
    if (/filtering not recognized/.test(exit.stderr)) await forgetPromises(git)
  }
  return {
    fetch: (patterns) =>
      turn(async () => {
        await fetchRefs(patterns)
        return known.fetched(patterns)
      }),
    push: (updates) => turn(() => pushRefs(git, updates, shown, counts, known)),
    roundTrips: () => ({ ...counts, lazy: promisorPacks(git.directory) - own.packs }),
  }
}

async function pushRefs(
  git: GitProcess,
  updates: readonly RefUpdate[],
  shown: string,
  counts: Counts,
  known: KnownRefs,
): Promise<PushResult> {
  if (updates.length === 0) return { kind: 'pushed' }
  counts.push += 1
  const exit = await git.run(pushArguments(updates))
  const stdout = exit.stdout.toString('utf8')
  if (exit.code === 0) {
    await known.pushed(updates)
    return { kind: 'pushed' }
  }
  const result = classifyPush(stdout, exit.stderr) ?? refusedAsWhole(updates, exit.stderr, shown)
  const culprit = result.kind === 'stale' ? updates.find((update) => update.ref === result.ref) : undefined
  if (culprit === undefined || culprit.to !== undefined || !(await isGone(git, culprit.ref, counts))) return result
  // git calls the lease of a ref that is deleted already stale; that deletion has happened.
  await known.pushed([culprit])
  const rest = updates.filter((update) => update !== culprit)
  return pushRefs(git, rest, shown, counts, known)
}

async function isGone(git: GitProcess, ref: string, counts: Counts): Promise<boolean> {
  counts.fetch += 1
  return (await git.run(['ls-remote', '--exit-code', 'origin', ref])).code === 2
}

/** With every ref named as its own copy, git notes what the remote accepted in the repository as it notes remote-tracking branches: a later fetch needs it as common ground. */
const mirror = 'remote.origin.fetch=+refs/*:refs/*'

/** Leases name the exact old value, so `--force-with-lease` never trusts what a background fetch may have seen. */
function pushArguments(updates: readonly RefUpdate[]): string[] {
  const leases = updates.map(
    ({ ref, expected }) => `--force-with-lease=${checkRef(ref)}:${expected === undefined ? '' : checkOid(expected)}`,
  )
  const specs = updates.map(({ ref, to }) => `${to === undefined ? '' : checkOid(to)}:${ref}`)
  return ['-c', mirror, 'push', '--porcelain', '--atomic', '--no-verify', '--no-signed', ...leases, 'origin', ...specs]
}

function refusedAsWhole(updates: readonly RefUpdate[], stderr: string, shown: string): PushResult {
  const ref = updates[0]?.ref ?? ''
  if (isDenied(stderr)) return { kind: 'refused', ref, reason: stderr.trim().slice(0, 2000), code: 'permission' }
  if (/src refspec|bad object|not a valid|missing necessary objects/.test(stderr)) throw gitFailed(['push'], { code: 1, stderr })
  throw remoteError(shown, stderr)
}

/** The remote sent everything and cannot send single objects. Left as a partial clone, git 2.39 would answer a missing object by fetching without end. */
async function forgetPromises(git: GitProcess): Promise<void> {
  for (const key of ['extensions.partialClone', 'remote.origin.promisor', 'remote.origin.partialclonefilter']) {
    await git.run(['config', '--local', '--unset-all', key])
  }
}

/** Packs that came from a filtered remote carry this ending; each conversation that brought objects leaves one. */
function promisorPacks(directory: string): number {
  return readdirSync(join(directory, 'objects', 'pack')).filter((name) => name.endsWith('.promisor')).length
}

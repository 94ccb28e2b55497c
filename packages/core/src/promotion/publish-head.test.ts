import { expect, it } from 'vitest'
import { StagecoachError } from '../error.ts'
import type { PullRequest } from '../ports/forge.ts'
import { MemoryGit } from '../testing/memory-git.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { publishHead } from './publish-head.ts'

const branch = 'sync/qa'
const [old, head] = [sampleOid('merged before'), sampleOid('head')]
const pull: Partial<PullRequest> = { number: 7, url: 'https://example.com/7' }

async function publish(
  there: string | undefined,
  open = () => Promise.resolve(pull),
): Promise<{ kind: string; at: string | undefined }> {
  const git = new MemoryGit()
  if (there !== undefined) git.refs.set(`refs/heads/${branch}`, { oid: there })
  const clock = { now: () => new Date('2026-11-20T08:00:00Z') }
  const forge = {
    findOpen: () => Promise.resolve(undefined),
    open,
    setStatus: () => Promise.resolve(),
    upsertComment: () => Promise.resolve(),
  }
  const room = sampleRoom(partialHost({ git: git as never, forge: forge as never, ledger: new MemoryLedger(clock), clock }))
  const merged = { head, tree: head, content: head, conflicts: [], reused: [] }
  const about = { environment: 'qa', package: 'gift-cards' }
  const publication = { branch, base: 'env/qa', title: 'Sync', body: '', merged, about, entries: () => [], done: [] }
  const { kind } = await publishHead(room, publication, old)
  return { kind, at: git.refs.get(`refs/heads/${branch}`)?.oid }
}

it('makes the branch anew when another run has cleaned up what it was before', async () => {
  expect(await publish(undefined)).toEqual({ kind: 'published', at: head })
})

it('pushes over nothing that came meanwhile', async () => {
  const person = sampleOid('a person was faster')
  expect(await publish(person)).toEqual({ kind: 'stale', at: person })
})

it('finds nothing to do when the gate of another run merged it meanwhile', async () => {
  const empty = () => Promise.reject(new StagecoachError('pull-request-empty', 'No commits.'))
  expect(await publish(old, empty)).toMatchObject({ kind: 'merged' })
})

import { describe, expect, it } from 'vitest'
import { pullRequestJson, type Answer } from './testing/loopback.ts'
import { openLoopbackForge } from './testing/open-loopback-forge.ts'

const head = 'a'.repeat(40)
const merge = 'd'.repeat(40)
const merged = pullRequestJson({ state: 'closed', merged: true, merged_at: '2026-11-22T06:15:30Z', merge_commit_sha: merge })

/** Answers the merges in turn (the last one again and again); `after` is how the pull request looks from then on. */
async function run(merges: Answer[], after: Record<string, unknown>): ReturnType<typeof outcome> {
  return outcome(merges, () => after)
}

async function outcome(merges: Answer[], look: (reads: number) => Record<string, unknown>) {
  let puts = 0
  let reads = 0
  const { forge, server } = await openLoopbackForge(({ method, path }) => {
    if (method === 'PUT' && path.endsWith('/merge')) return merges[Math.min(puts++, merges.length - 1)] ?? { status: 500 }
    if (path.endsWith('/pulls/7')) return { status: 200, json: look(reads++) }
    return { status: 404, json: { message: 'Not Found' } }
  })
  await using _closing = server
  return { result: await forge.merge(7, head, 'Promote', ''), puts, requests: server.requests }
}

describe('merge', () => {
  it('passes the expected head and asks for a merge commit', async () => {
    const { result, requests } = await run([{ status: 200, json: { sha: merge, merged: true } }], merged)
    expect(result).toEqual({ kind: 'merged', commit: merge })
    expect(requests[0]?.body).toMatchObject({ sha: head, merge_method: 'merge', commit_title: 'Promote' })
  })

  it('finds the merge that happened although the answer was 502', async () => {
    const { result, puts } = await run([{ status: 502, json: { message: 'Server Error' } }], merged)
    expect(result).toEqual({ kind: 'merged', commit: merge })
    expect(puts).toBe(1)
  })

  it('finds the merge that shows only later', async () => {
    const { result, puts } = await outcome(['drop'], (reads) => (reads < 2 ? pullRequestJson() : merged))
    expect(result).toEqual({ kind: 'merged', commit: merge })
    expect(puts).toBe(1)
  })

  it('tries again after a 502 that did nothing', async () => {
    const answers: Answer[] = [{ status: 502 }, { status: 200, json: { sha: merge, merged: true } }]
    const { result, puts } = await run(answers, pullRequestJson())
    expect(result).toEqual({ kind: 'merged', commit: merge })
    expect(puts).toBe(2)
  })

  it('gives up as forge-unreachable when GitHub stays away', async () => {
    await expect(run(['drop'], pullRequestJson())).rejects.toMatchObject({ code: 'forge-unreachable' })
  })

  it('adopts the merge of an earlier attempt when it is told "not mergeable"', async () => {
    const { result } = await run([{ status: 405, json: { message: 'Pull Request is not mergeable' } }], merged)
    expect(result).toEqual({ kind: 'merged', commit: merge })
  })

  it('says head-moved when another head was merged', async () => {
    const other = { ...merged, head: { ref: 'promote/qa/gift-cards', sha: 'e'.repeat(40) } }
    const { result } = await run([{ status: 405, json: { message: 'Pull Request is not mergeable' } }], other)
    expect(result).toEqual({ kind: 'head-moved' })
  })

  it('does not try again when the base moved, since the commit was made for one tip', async () => {
    const message = 'Base branch was modified. Review and try the merge again.'
    const { result, puts } = await run([{ status: 405, json: { message } }], pullRequestJson())
    expect(result).toEqual({ kind: 'base-moved' })
    expect(puts).toBe(1)
  })

  it('names the permission that is missing', async () => {
    const answer = { status: 403, json: { message: 'Resource not accessible by integration' } }
    await expect(run([answer], pullRequestJson())).rejects.toMatchObject({
      code: 'permission-missing',
      hint: 'Add `contents: write` to the `permissions:` of the job; at a terminal use a token with that permission.',
    })
  })
})

import type { MergeOutcome, Oid } from '@stagecoach/core'
import type { Api } from './api.ts'
import { readFailure } from './failure.ts'
import { readMergeRefusal } from './merge-answer.ts'
import { untilSeen } from './repeat.ts'

export interface MergeRequest {
  number: number
  expectedHead: Oid
  title: string
  message: string
}

const tries = 3

/**
 * Merges with the expected head. After an answer that leaves it open (5xx, a broken connection), and when it is "not mergeable" because it
 * was merged before, it looks whether the pull request is merged. "Base branch was modified" is not tried again here: the commit was made
 * for one tip, so the caller must look first.
 */
export function mergePullRequest(api: Api, request: MergeRequest): Promise<MergeOutcome> {
  return api.attempt(`merge pull request #${request.number}`, () => mergeOrLook(api, request))
}

async function mergeOrLook(api: Api, request: MergeRequest): Promise<MergeOutcome> {
  let uncertain = false
  for (let left = tries; ; left -= 1) {
    const answer = await putMerge(api, request)
    if ('kind' in answer && answer.kind !== 'not-mergeable') return answer
    uncertain ||= 'unknown' in answer
    const delays = uncertain ? [1, 2, 4].map((seconds) => seconds * api.second) : []
    const merged = await untilSeen(() => mergedState(api, request), delays)
    if (merged !== undefined) return merged
    if ('kind' in answer) return answer
    if (left === 1) throw answer.unknown
  }
}

async function putMerge(api: Api, request: MergeRequest): Promise<MergeOutcome | { unknown: unknown }> {
  const { client, owner, repo } = api
  const { number, expectedHead, title, message } = request
  try {
    const merged = await client.rest.pulls.merge({
      owner,
      repo,
      pull_number: number,
      sha: expectedHead,
      merge_method: 'merge',
      commit_title: title,
      commit_message: message,
    })
    return { kind: 'merged', commit: merged.data.sha }
  } catch (error) {
    const failure = readFailure(error)
    if (failure?.uncertain === true) return { unknown: error }
    const refusal = failure === undefined ? undefined : readMergeRefusal(failure)
    if (refusal !== undefined) return refusal
    throw error
  }
}

/** `merged`, or `head-moved` when another head was merged; undefined while it is not merged as far as GitHub shows. */
async function mergedState(api: Api, { number, expectedHead }: MergeRequest): Promise<MergeOutcome | undefined> {
  const { client, owner, repo } = api
  const { data } = await client.rest.pulls.get({ owner, repo, pull_number: number })
  if (!data.merged || data.merge_commit_sha === null) return undefined
  return data.head.sha === expectedHead ? { kind: 'merged', commit: data.merge_commit_sha } : { kind: 'head-moved' }
}

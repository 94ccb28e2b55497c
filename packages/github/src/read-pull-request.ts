import type { PullRequest } from '@stagecoach/core'

/** The part of GitHub's pull request that we read, the same in lists and single answers. */
export interface PullRequestAnswer {
  number: number
  node_id: string
  html_url: string
  title: string
  body: string | null
  draft?: boolean | undefined
  state: string
  merged_at: string | null
  merge_commit_sha: string | null
  user: { login: string } | null
  head: { ref: string; sha: string; repo?: { full_name: string } | null }
  base: { ref: string; sha: string }
}

export function readPullRequest(answer: PullRequestAnswer): PullRequest {
  const merged = answer.merged_at !== null
  return {
    number: answer.number,
    nodeId: answer.node_id,
    url: answer.html_url,
    title: answer.title,
    body: answer.body ?? '',
    head: { branch: answer.head.ref, sha: answer.head.sha },
    base: { branch: answer.base.ref, sha: answer.base.sha },
    draft: answer.draft ?? false,
    state: answer.state === 'open' ? 'open' : 'closed',
    merged,
    // Of an unmerged pull request GitHub gives the test merge here.
    ...(merged && answer.merge_commit_sha !== null ? { mergeCommit: answer.merge_commit_sha } : {}),
    author: answer.user?.login ?? 'ghost',
  }
}

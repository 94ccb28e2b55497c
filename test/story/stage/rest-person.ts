/** A person at GitHub's REST API: what one can do with a browser, and nothing else. */
export interface RestPerson {
  review(pullRequest: number, event: 'APPROVE' | 'REQUEST_CHANGES', body?: string): Promise<void>
  /** `ref` is a branch; default main. */
  dispatch(workflow: string, inputs: Readonly<Record<string, string>>, ref?: string): Promise<void>
  /** The button on the page of a pull request. */
  merge(pullRequest: number, method: 'merge' | 'squash' | 'rebase'): Promise<void>
  close(pullRequest: number): Promise<void>
  pullRequests(query?: string): Promise<PullRequestView[]>
  comments(pullRequest: number): Promise<{ body: string; author: string }[]>
  statuses(sha: string): Promise<{ context: string; state: string; description: string }[]>
}

export interface PullRequestView {
  number: number
  title: string
  state: string
  draft: boolean
  merged: boolean
  head: { ref: string; sha: string }
  base: { ref: string }
}

export function restPerson(api: string, repository: string, token: string): RestPerson {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'content-type': 'application/json',
    }
    const answer = await fetch(`${api}/repos/${repository}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  return {
    async review(pullRequest, event, body = '') {
      await call('POST', `/pulls/${pullRequest}/reviews`, { event, body })
    },
    async dispatch(workflow, inputs, ref = 'main') {
      await call('POST', `/actions/workflows/${workflow}/dispatches`, { ref, inputs })
    },
    async merge(pullRequest, method) {
      await call('PUT', `/pulls/${pullRequest}/merge`, { merge_method: method })
    },
    async close(pullRequest) {
      await call('PATCH', `/pulls/${pullRequest}`, { state: 'closed' })
    },
    async pullRequests(query = 'state=all') {
      const found = (await call('GET', `/pulls?${query}&per_page=100`)) as (PullRequestView & { merged_at: string | null })[]
      return found.map((each) => ({ ...each, merged: each.merged_at !== null }))
    },
    async comments(pullRequest) {
      const found = (await call('GET', `/issues/${pullRequest}/comments?per_page=100`)) as {
        body: string
        user: { login: string }
      }[]
      return found.map((each) => ({ body: each.body, author: each.user.login }))
    },
    async statuses(sha) {
      return (await call('GET', `/commits/${sha}/statuses?per_page=100`)) as {
        context: string
        state: string
        description: string
      }[]
    },
  }
}

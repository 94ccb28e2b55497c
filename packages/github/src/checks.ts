import type { Check, Statuses } from '@stagecoach/core'
import { repeatable, type Api } from './api.ts'
import { allPages, fullPage } from './paginate.ts'

/** GitHub refuses longer descriptions with 422. */
const longestDescription = 140

export function statuses(api: Api): Statuses {
  const { client, owner, repo } = api
  return {
    async setStatus(sha, { context, state, description, url }) {
      const short = description.length <= longestDescription ? description : `${description.slice(0, longestDescription - 1)}…`
      // The newest status of a context wins, so setting it twice is setting it once.
      await api.attempt(`set the status "${context}"`, () =>
        client.rest.repos.createCommitStatus({
          owner,
          repo,
          sha,
          context,
          state,
          description: short,
          ...(url === undefined ? {} : { target_url: url }),
          request: repeatable,
        }),
      )
    },
    async checks(sha, names) {
      const runs = await checkRunsOf(api, sha)
      const answered = names?.every((name) => runs.some((run) => run.name === name)) ?? false
      return answered ? runs : [...(await statusesOf(api, sha)), ...runs]
    },
  }
}

/** The list is newest first, so the first of a context is the one that counts. The combined status would not say who reported it. */
async function statusesOf(api: Api, sha: string): Promise<Check[]> {
  const { client, owner, repo } = api
  const all = await api.attempt('read the statuses', () =>
    allPages(client.paginate.iterator(client.rest.repos.listCommitStatusesForRef, { owner, repo, ref: sha, ...fullPage })),
  )
  const newest = new Map<string, Check>()
  for (const status of all) {
    if (newest.has(status.context)) continue
    newest.set(status.context, {
      name: status.context,
      state: status.state === 'success' ? 'success' : status.state === 'pending' ? 'pending' : 'failure',
      detail: status.description ?? status.state,
      source: status.creator?.login ?? 'ghost',
    })
  }
  return [...newest.values()]
}

/** `filter=latest` gives the newest per name and App. A run that was skipped, neutral or cancelled proves nothing (pitfall C3). */
async function checkRunsOf(api: Api, sha: string): Promise<Check[]> {
  const { client, owner, repo } = api
  const all = await api.attempt('read the check runs', () =>
    allPages(client.paginate.iterator(client.rest.checks.listForRef, { owner, repo, ref: sha, filter: 'latest', ...fullPage })),
  )
  return all.map((run) => ({
    name: run.name,
    state: run.status !== 'completed' ? 'pending' : run.conclusion === 'success' ? 'success' : 'failure',
    detail: run.conclusion ?? run.status,
    source: run.app?.slug ?? 'unknown',
  }))
}

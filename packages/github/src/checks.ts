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
    async checks(sha, asked) {
      const runs = await checkRunsOf(api, sha)
      // Where anybody's report counts, a status may say otherwise than a run of its name.
      const answered = asked?.every((each) => each.app !== undefined && runs.some((run) => answers(run, each))) ?? false
      return answered ? runs : [...(await statusesOf(api, sha)), ...runs]
    },
  }
}

function answers({ name, source }: Check, asked: { name: string; app?: string }): boolean {
  return name === asked.name && (asked.app === undefined || ('app' in source && source.app === asked.app))
}

/** The list is newest first. The combined status would not say who reported it. */
async function statusesOf(api: Api, sha: string): Promise<Check[]> {
  const { client, owner, repo } = api
  const all = await api.attempt('read the statuses', () =>
    allPages(client.paginate.iterator(client.rest.repos.listCommitStatusesForRef, { owner, repo, ref: sha, ...fullPage })),
  )
  const newest = new Map<string, Check>()
  for (const status of all) {
    const login = status.creator?.login ?? 'ghost'
    const key = `${status.context}\n${login}`
    if (newest.has(key)) continue
    newest.set(key, {
      name: status.context,
      kind: 'status',
      state: status.state === 'success' ? 'success' : status.state === 'pending' ? 'pending' : 'failure',
      detail: status.description ?? status.state,
      source: sourceOf(login),
    })
  }
  return [...newest.values()]
}

/** The bot of an App is `<slug>[bot]`; no login of a person has brackets. */
function sourceOf(login: string): Check['source'] {
  return login.endsWith('[bot]') ? { app: login.slice(0, -'[bot]'.length) } : { person: login }
}

/** `filter=latest` gives the newest per name and App. A run that was skipped, neutral or cancelled proves nothing (pitfall C3). */
async function checkRunsOf(api: Api, sha: string): Promise<Check[]> {
  const { client, owner, repo } = api
  const all = await api.attempt('read the check runs', () =>
    allPages(client.paginate.iterator(client.rest.checks.listForRef, { owner, repo, ref: sha, filter: 'latest', ...fullPage })),
  )
  return all.map((run) => ({
    name: run.name,
    kind: 'run',
    state: run.status !== 'completed' ? 'pending' : run.conclusion === 'success' ? 'success' : 'failure',
    detail: run.conclusion ?? run.status,
    source: { app: run.app?.slug ?? 'unknown' },
  }))
}

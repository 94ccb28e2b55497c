import type { DeploymentProjection, Projections } from '@stagecoach/core'
import { repeatable, type Api } from './api.ts'
import { allPages, fullPage } from './paginate.ts'
import { readFailure } from './failure.ts'

interface Known {
  id: number
  /** State of the newest status, when it was read. */
  state?: string
}

/** GitHub deployments as a view of the ledger, found by the operation id in their payload (pitfall C22). */
export function deployments(api: Api, runUrl: string | undefined): Projections {
  const known = new Map<string, Known>()
  return {
    async recordDeployment(record) {
      await api.attempt(`show the deployment to "${record.environment}"`, async () => {
        const deployment = known.get(record.operation) ?? (await find(api, record)) ?? (await create(api, record))
        known.set(record.operation, { id: deployment.id, state: record.state })
        if (deployment.state !== record.state) await addStatus(api, deployment.id, record, runUrl)
      })
    },
  }
}

async function find(api: Api, record: DeploymentProjection): Promise<Known | undefined> {
  const { client, owner, repo } = api
  const all = await allPages(
    client.paginate.iterator(client.rest.repos.listDeployments, {
      owner,
      repo,
      environment: record.environment,
      sha: record.commit,
      ...fullPage,
    }),
  )
  const ours = all.find((deployment) => operationOf(deployment.payload) === record.operation)
  if (ours === undefined) return undefined
  const newest = await client.rest.repos.listDeploymentStatuses({ owner, repo, deployment_id: ours.id, per_page: 1 })
  const state = newest.data[0]?.state
  return { id: ours.id, ...(state === undefined ? {} : { state }) }
}

async function create(api: Api, record: DeploymentProjection): Promise<Known> {
  const { client, owner, repo } = api
  try {
    const made = await client.rest.repos.createDeployment({
      owner,
      repo,
      ref: record.commit,
      task: 'stagecoach',
      environment: record.environment,
      production_environment: record.production,
      description: record.description.slice(0, 140),
      payload: { stagecoach: 1, operation: record.operation },
      // Our gates have decided; GitHub must neither wait for statuses nor merge anything.
      required_contexts: [],
      auto_merge: false,
    })
    if (made.status !== 201) throw new Error(`GitHub answered ${made.status} instead of making a deployment.`)
    return { id: made.data.id }
  } catch (error) {
    const adopted = readFailure(error)?.uncertain === true ? await find(api, record) : undefined
    if (adopted !== undefined) return adopted
    throw error
  }
}

async function addStatus(api: Api, id: number, record: DeploymentProjection, runUrl: string | undefined): Promise<void> {
  const { client, owner, repo } = api
  await client.rest.repos.createDeploymentStatus({
    owner,
    repo,
    deployment_id: id,
    state: record.state,
    description: record.description.slice(0, 140),
    ...(runUrl === undefined ? {} : { log_url: runUrl }),
    request: repeatable,
  })
}

/** The payload comes back as an object or as its text. */
export function operationOf(payload: unknown): string | undefined {
  const value = typeof payload === 'string' ? parse(payload) : payload
  if (typeof value !== 'object' || value === null || !('operation' in value)) return undefined
  return typeof value.operation === 'string' ? value.operation : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Somebody else's deployment with a payload that is no JSON.
    return undefined
  }
}

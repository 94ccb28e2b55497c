import { presentDeployment, presentDeploymentStatus } from '../present/deployment.ts'
import { supersededBy } from '../world/deployment.ts'
import type { Deployment, DeploymentState, DeploymentStatus } from '../world/deployment.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { raiseDeployment } from './commit-events.ts'

export type NewDeployment = Omit<Deployment, 'id' | 'creator' | 'createdAt' | 'updatedAt' | 'statuses'>

export function ensureEnvironment(act: Act, repository: Repository, name: string): void {
  if (repository.environments.has(name)) return
  repository.environments.set(name, { id: act.world.nextId(), name, createdAt: act.world.clock.iso() })
  act.record(repository, `environment ${name}`, undefined, { name })
}

export function addDeployment(act: Act, repository: Repository, facts: NewDeployment): Deployment {
  const now = act.world.clock.iso()
  ensureEnvironment(act, repository, facts.environment)
  const deployment: Deployment = {
    ...facts,
    id: act.world.nextId(),
    creator: loginOf(act),
    createdAt: now,
    updatedAt: now,
    statuses: [],
  }
  repository.deployments.push(deployment)
  act.record(repository, `deployment ${deployment.id}`, undefined, { environment: facts.environment, sha: facts.sha })
  raiseDeployment(act, repository, 'deployment', deployment, { deployment: presentDeployment(act.world, repository, deployment) })
  return deployment
}

/** A job's `environment:` is GitHub's own doing, in the name of the Actions bot. */
function loginOf(act: Act): string {
  return act.who.kind === 'simulator' ? 'github-actions[bot]' : act.who.login
}

export interface NewDeploymentStatus {
  readonly state: DeploymentState
  readonly description?: string | undefined
  readonly environmentUrl?: string | undefined
  readonly logUrl?: string | undefined
  readonly autoInactive: boolean
}

/** Adds a status; a success takes earlier deployments of the environment out of service unless asked not to. */
export function addDeploymentStatus(
  act: Act,
  repository: Repository,
  deployment: Deployment,
  given: NewDeploymentStatus,
): DeploymentStatus {
  const { world } = act
  const status: DeploymentStatus = {
    id: world.nextId(),
    state: given.state,
    creator: loginOf(act),
    description: given.description ?? '',
    environment: deployment.environment,
    environmentUrl: given.environmentUrl ?? '',
    logUrl: given.logUrl ?? '',
    createdAt: world.clock.iso(),
  }
  act.record(repository, `deployment ${deployment.id}`, deployment.statuses.at(-1)?.state, given.state)
  deployment.statuses.push(status)
  deployment.updatedAt = status.createdAt
  raiseDeployment(act, repository, 'deployment_status', deployment, {
    deployment: presentDeployment(world, repository, deployment),
    deployment_status: presentDeploymentStatus(world, repository, deployment, status),
  })
  if (given.state !== 'success' || !given.autoInactive) return status
  for (const other of supersededBy(repository.deployments, deployment)) {
    addDeploymentStatus(act, repository, other, { state: 'inactive', autoInactive: false })
  }
  return status
}

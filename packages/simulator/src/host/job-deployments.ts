import { addDeployment, addDeploymentStatus } from '../changes/deploy.ts'
import type { World } from '../world/world.ts'

/** The deployment that a job's `environment:` makes of itself. */
export function startJobDeployment(world: World, runId: number, jobId: number, environment: string): number {
  const run = world.runs.get(runId)
  const repository = world.repository(run.repository)
  const act = world.ownAct('runner')
  const deployment = addDeployment(act, repository, {
    sha: run.headSha,
    ref: run.headBranch,
    task: 'deploy',
    environment,
    description: null,
    payload: {},
    transient: false,
    production: environment === 'production',
  })
  const logUrl = `${world.url}/${run.repository}/actions/runs/${runId}/job/${jobId}`
  addDeploymentStatus(act, repository, deployment, { state: 'in_progress', logUrl, autoInactive: false })
  return deployment.id
}

export function finishJobDeployment(
  world: World,
  deploymentId: number,
  state: 'success' | 'failure' | 'inactive',
  environmentUrl: string | undefined,
): void {
  for (const repository of world.repositories) {
    const deployment = repository.deployments.find(({ id }) => id === deploymentId)
    if (deployment === undefined) continue
    addDeploymentStatus(world.ownAct('runner'), repository, deployment, { state, environmentUrl, autoInactive: true })
    return
  }
  throw new Error(`There is no deployment ${deploymentId}.`)
}

import { StagecoachError } from '../error.ts'
import type { DeploymentProjection } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import type { DeploymentTask } from './task.ts'

/** Shows a deployment in GitHub's list. A projection: when it fails, the record stands and someone is told. */
export async function projectDeployment(
  { host }: Room,
  task: Pick<DeploymentTask, 'operation' | 'environment' | 'commit'>,
  state: DeploymentProjection['state'],
  description: string,
): Promise<void> {
  const { operation, environment, commit } = task
  try {
    await host.forge.recordDeployment({
      operation,
      environment: environment.name,
      commit,
      production: environment.production,
      state,
      description,
    })
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    host.warn(`The deployment is recorded, but not shown on GitHub: ${error.message}`)
  }
}

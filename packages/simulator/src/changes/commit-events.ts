import type { EventName } from '../events.ts'
import { readRef } from '../git/refs.ts'
import type { JsonObject } from '../present/json.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { envelope } from './pull-events.ts'

/** `status` and `check_run`: workflows of the default branch, told of a commit anywhere. */
export async function raiseOnCommit(
  act: Act,
  repository: Repository,
  name: Extract<EventName, 'status' | 'check_run' | 'workflow_run'>,
  about: string,
  payload: JsonObject,
  action?: string,
): Promise<void> {
  const sha = readRef(repository.bare, `refs/heads/${repository.defaultBranch}`)
  if (sha === undefined) return
  act.raise(repository, {
    name,
    ...(action === undefined ? {} : { action }),
    ref: `refs/heads/${repository.defaultBranch}`,
    sha: name === 'status' ? about : sha,
    workflowSha: sha,
    headBranch: repository.defaultBranch,
    headSha: sha,
    payload: { ...payload, ...(action === undefined ? {} : { action }), ...envelope(act, repository) },
  })
}

/** `deployment` and `deployment_status`: workflows of the deployed commit. */
export function raiseDeployment(
  act: Act,
  repository: Repository,
  name: Extract<EventName, 'deployment' | 'deployment_status'>,
  deployment: { readonly ref: string; readonly sha: string },
  payload: JsonObject,
): void {
  const { ref, sha } = deployment
  act.raise(repository, {
    name,
    action: 'created',
    ref: ref === sha ? '' : `refs/heads/${ref}`,
    sha,
    workflowSha: sha,
    headBranch: ref,
    headSha: sha,
    payload: { action: 'created', ...payload, ...envelope(act, repository) },
  })
}

export type DeploymentState = 'error' | 'failure' | 'inactive' | 'in_progress' | 'queued' | 'pending' | 'success'

export interface DeploymentStatus {
  readonly id: number
  readonly state: DeploymentState
  readonly creator: string
  readonly description: string
  readonly environment: string
  readonly environmentUrl: string
  readonly logUrl: string
  readonly createdAt: string
}

export interface Deployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly environment: string
  readonly description: string | null
  readonly payload: unknown
  readonly transient: boolean
  readonly production: boolean
  readonly creator: string
  readonly createdAt: string
  updatedAt: string
  readonly statuses: DeploymentStatus[]
}

/**
 * The deployments that a success with auto_inactive (the default) turns inactive: earlier, non-transient, non-production ones
 * of the same environment whose last state was success.
 */
export function supersededBy(all: readonly Deployment[], current: Deployment): readonly Deployment[] {
  return all.filter(
    (other) =>
      other.id < current.id &&
      other.environment === current.environment &&
      !other.transient &&
      !other.production &&
      other.statuses.at(-1)?.state === 'success',
  )
}

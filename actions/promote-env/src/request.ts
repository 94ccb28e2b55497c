import type { InputsOf } from '@stagecoach/action-kit'
import { parsePromotionBranch, parseSyncBranch, StagecoachErrors, type Problem } from '@stagecoach/core'
import type { spec } from './spec.ts'

export interface SyncRequest {
  kind: 'sync'
  /** None means every environment before production. */
  environment?: string
  dryRun: boolean
}

export interface ReleaseRequest {
  environment: string
  dryRun: boolean
}

export interface PromoteRequest {
  kind: 'promote'
  environment: string
  /** `name` or `name@version`. */
  packages: string[]
  lane?: string
  laneReason?: string
  dryRun: boolean
}

/** What the inputs ask for together. Errors: `input-invalid`, all at once. */
export function readRequest(inputs: InputsOf<typeof spec>): PromoteRequest | SyncRequest {
  const synced = inputs.branch === undefined ? undefined : parseSyncBranch(inputs.branch)
  return inputs.sync || synced !== undefined ? readSync(inputs, synced?.environment) : readPromotion(inputs)
}

/** Of `act: release`. Errors: `input-invalid`, all at once. */
export function readRelease(inputs: InputsOf<typeof spec>): ReleaseRequest {
  const { environment, sync, lane } = inputs
  refuse([
    ...problem(environment === undefined, 'input "environment" is required with "act: release"', 'environment: production'),
    ...problem(inputs.package.length > 0, 'input "package" does not go with "act: release"', 'leave it out'),
    ...problem(sync, 'input "sync" does not go with "act: release"', 'leave it out'),
    ...problem(lane !== undefined, 'input "lane" does not go with "act: release"', 'leave it out'),
  ])
  // Without one the list above has thrown.
  return { environment: environment ?? '', dryRun: inputs['dry-run'] }
}

function readSync(inputs: InputsOf<typeof spec>, named: string | undefined): SyncRequest {
  const environment = named ?? inputs.environment
  refuse([
    ...problem(inputs.package.length > 0, 'input "package" does not go with "sync"', 'leave it out'),
    ...problem(inputs.version !== undefined, 'input "version" does not go with "sync"', 'leave it out'),
    ...problem(inputs.lane !== undefined, 'input "lane" does not go with "sync"', 'leave it out'),
  ])
  return { kind: 'sync', ...(environment === undefined ? {} : { environment }), dryRun: inputs['dry-run'] }
}

function readPromotion(inputs: InputsOf<typeof spec>): PromoteRequest {
  const { version, lane } = inputs
  const named = inputs.branch === undefined ? undefined : parsePromotionBranch(inputs.branch)
  const environment = named?.environment ?? inputs.environment
  const packages = named === undefined ? inputs.package : [named.package]
  const reason = inputs['lane-reason']
  refuse([
    ...problem(
      inputs.branch !== undefined && named === undefined,
      'input "branch" is no promotion branch',
      'promote/<environment>/<package>',
    ),
    ...problem(environment === undefined && inputs.branch === undefined, 'input "environment" is required', 'environment: qa'),
    ...problem(
      version !== undefined && packages.length !== 1,
      'input "version" needs exactly one package',
      'package: gift-cards',
    ),
    ...problem(lane !== undefined && reason === undefined, 'input "lane-reason" is required with "lane"', 'lane-reason: <why>'),
  ])
  return {
    kind: 'promote',
    // Without one the list above has thrown.
    environment: environment ?? '',
    packages: version === undefined ? packages : packages.map((name) => `${name}@${version}`),
    ...(lane === undefined ? {} : { lane }),
    ...(reason === undefined ? {} : { laneReason: reason }),
    dryRun: inputs['dry-run'],
  }
}

function refuse(problems: Problem[]): void {
  if (problems.length > 0)
    throw new StagecoachErrors('input-invalid', 'The inputs of "Promote environment" do not fit together.', problems)
}

function problem(wrong: boolean, message: string, hint: string): Problem[] {
  return wrong ? [{ file: 'with', message, hint }] : []
}

import type { InputsOf } from '@stagecoach/action-kit'
import { parsePromotionBranch, StagecoachErrors, type Problem } from '@stagecoach/core'
import type { spec } from './spec.ts'

export interface PromoteRequest {
  environment: string
  /** `name` or `name@version`. */
  packages: string[]
  lane?: string
  laneReason?: string
  dryRun: boolean
}

/** What the inputs ask for together. Errors: `input-invalid`, all at once. */
export function readRequest(inputs: InputsOf<typeof spec>): PromoteRequest {
  const { version, lane } = inputs
  const named = inputs.branch === undefined ? undefined : parsePromotionBranch(inputs.branch)
  const environment = named?.environment ?? inputs.environment
  const packages = named === undefined ? inputs.package : [named.package]
  const reason = inputs['lane-reason']
  const problems: Problem[] = [
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
  ]
  if (environment === undefined || problems.length > 0)
    throw new StagecoachErrors('input-invalid', 'The inputs of "Promote environment" do not fit together.', problems)
  return {
    environment,
    packages: version === undefined ? packages : packages.map((name) => `${name}@${version}`),
    ...(lane === undefined ? {} : { lane }),
    ...(reason === undefined ? {} : { laneReason: reason }),
    dryRun: inputs['dry-run'],
  }
}

function problem(wrong: boolean, message: string, hint: string): Problem[] {
  return wrong ? [{ file: 'with', message, hint }] : []
}

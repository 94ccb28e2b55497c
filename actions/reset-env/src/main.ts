import type { Ending, Runtime } from '@stagecoach/action-kit'
import { reset } from '@stagecoach/core'
import type { spec } from './spec.ts'

export async function main({ inputs, room }: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const { environment, packages, reason, again } = inputs
  const result = await reset(room, {
    environment,
    packages: packages.flatMap((line) => line.split(/[\s,]+/)).filter((name) => name !== ''),
    ...(reason === undefined ? {} : { reason }),
    again,
    dryRun: inputs['dry-run'],
  })
  return {
    result,
    outputs: {
      operation: result.operation ?? '',
      'pull-request-number': result.pullRequest === undefined ? '' : String(result.pullRequest),
      head: result.shas?.head ?? '',
      content: result.shas?.content ?? '',
      'needs-release': String((result.releases ?? []).length > 0),
      releases: JSON.stringify(result.releases ?? []),
    },
  }
}

import type { Ending, Runtime } from '@stagecoach/action-kit'
import { rollback } from '@stagecoach/core'
import type { spec } from './spec.ts'

export async function main({ inputs, room }: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const result = await rollback(room, {
    environment: inputs.environment,
    ...(inputs.package === undefined ? {} : { package: inputs.package }),
    ...(inputs.to === undefined ? {} : { to: inputs.to }),
    allowDataLoss: inputs['allow-data-loss'],
    reason: inputs.reason,
    dryRun: inputs['dry-run'],
  })
  return {
    result,
    outputs: {
      operation: result.operation ?? '',
      'needs-release': String((result.releases ?? []).length > 0),
      releases: JSON.stringify(result.releases ?? []),
      losses: (result.losses ?? []).join('\n'),
      'pull-request-number': result.pullRequest === undefined ? '' : String(result.pullRequest),
    },
  }
}

import type { Ending, Runtime } from '@stagecoach/action-kit'
import { deploy } from '@stagecoach/core'
import type { spec } from './spec.ts'

export async function main({ inputs, room }: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const result = await deploy(room, { environment: inputs.environment, dryRun: inputs['dry-run'] })
  return {
    result,
    outputs: { operation: result.operation ?? '', commit: result.shas?.merge ?? '', content: result.shas?.content ?? '' },
  }
}

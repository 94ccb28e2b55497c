import { deploy } from '@stagecoach/core'
import { defineVerb } from '../frame/verb.ts'

export const deployVerb = defineVerb({
  name: 'deploy',
  summary: "Makes an environment's targets hold what its branch says, and verifies them.",
  details:
    'Carries on an operation that was cut off. Configured commands run in fresh files of the default branch, never in your working tree.',
  arguments: { environment: { kind: 'text', description: 'environment to deploy' } },
  options: {},
  dryRun: true,
  async run(context, { environment }) {
    const { room } = await context.room({ files: true })
    return { result: await deploy(room, { environment, dryRun: context.dryRun }) }
  },
})

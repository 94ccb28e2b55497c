import { sweep } from '@stagecoach/core'
import { defineVerb } from '../frame/verb.ts'

export const sweepVerb = defineVerb({
  name: 'sweep',
  summary: 'Looks again at everything that waits, as the schedule does every 15 minutes.',
  arguments: {},
  options: {},
  dryRun: true,
  async run(context) {
    const { room } = await context.room()
    return { result: await sweep(room, { dryRun: context.dryRun }) }
  },
})

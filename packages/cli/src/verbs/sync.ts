import { sync } from '@stagecoach/core'
import { defineVerb } from '../frame/verb.ts'

export const syncVerb = defineVerb({
  name: 'sync',
  summary: "Opens or refreshes the pull requests that bring production's newer content down.",
  details: [
    "Brings hotfixes and commits that people made on production's branch, as production verified them last, into environments before it.",
    'What an environment holds stays, and no version is lowered. Conflicts wait in a draft for `stagecoach resolve`.',
  ].join('\n'),
  arguments: {
    environment: { kind: 'maybe', description: 'environment to bring up to date; by default every one before production' },
  },
  options: {},
  dryRun: true,
  async run(context, { environment }) {
    const { room } = await context.room({ files: true })
    return { result: await sync(room, { ...(environment === undefined ? {} : { environment }), dryRun: context.dryRun }) }
  },
})

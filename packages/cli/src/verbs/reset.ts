import { reset } from '@stagecoach/core'
import { text, toggle } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'

export const resetVerb = defineVerb({
  name: 'reset',
  summary: 'Rebuilds a disposable environment as production plus chosen packages: branch and databases together.',
  details:
    'The plan is shown first: what goes, stays and comes, and what the databases lose. Then the environment is paused, and a pull request opened whose merge is exactly that plan; closing it gives the reset up. The same command again carries on.',
  arguments: {
    environment: { kind: 'text', description: 'environment to rebuild; never production' },
    packages: {
      kind: 'many',
      description:
        'what it holds besides production, in the order of merging: `name` for the version it holds, or `name@version`',
    },
  },
  options: {
    reason: text('--reason <text>', 'why; it stands in the ledger'),
    again: toggle('--again', 'also where the last reset gave the very same and nothing was deployed since'),
  },
  dryRun: true,
  async run(context, { environment, packages, reason, again }) {
    const { room } = await context.room({ files: true })
    const why = reason === undefined ? {} : { reason }
    return { result: await reset(room, { environment, packages, again, dryRun: context.dryRun, ...why }) }
  },
})

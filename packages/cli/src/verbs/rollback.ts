import { rollback } from '@stagecoach/core'
import { requiredText } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'

export const rollbackVerb = defineVerb({
  name: 'rollback',
  summary: 'Takes back the newest deployment of an environment, by a plan that loses nothing.',
  details: 'Carries on a rollback that was cut off.',
  arguments: {
    environment: { kind: 'text', description: 'environment to roll back' },
    package: { kind: 'maybe', description: 'the package to take out; by default what the newest deployment brought' },
  },
  options: { reason: requiredText('--reason <text>', 'why; it stands in the ledger') },
  dryRun: true,
  async run(context, { environment, package: name, reason }) {
    const { room } = await context.room({ files: true })
    const result = await rollback(room, {
      environment,
      ...(name === undefined ? {} : { package: name }),
      reason,
      dryRun: context.dryRun,
    })
    // Here it is what was asked for.
    return { result, ...(result.outcome === 'rolled-back' ? { exitCode: 0 as const } : {}) }
  },
})

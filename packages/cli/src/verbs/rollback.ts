import { rollback } from '@stagecoach/core'
import { list, requiredText, text } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'

export const rollbackVerb = defineVerb({
  name: 'rollback',
  summary: 'Takes back the newest deployment of an environment, everything since a verified state, or one package.',
  details:
    'With --dry-run it shows the plan alone. A plan that loses data is shown first, and carried out when the same command names every loss. Production, and data anywhere, takes the role admin or maintain. Carries on a rollback that was cut off.',
  arguments: {
    environment: { kind: 'text', description: 'environment to roll back' },
    package: { kind: 'maybe', description: 'the package to take out; by default what the newest deployment brought' },
  },
  options: {
    reason: requiredText('--reason <text>', 'why; it stands in the ledger'),
    to: text('--to <state>', '`previous`, or a verified state by its operation or commit: everything since goes'),
    allowDataLoss: list('--allow-data-loss <object>', 'what the plan that was shown loses, in its very words'),
  },
  dryRun: true,
  async run(context, { environment, package: name, reason, to, allowDataLoss }) {
    const { room } = await context.room({ files: true })
    const result = await rollback(room, {
      environment,
      ...(name === undefined ? {} : { package: name }),
      ...(to === undefined ? {} : { to }),
      allowDataLoss,
      reason,
      dryRun: context.dryRun,
    })
    // Here it is what was asked for.
    return { result, ...(result.outcome === 'rolled-back' ? { exitCode: 0 as const } : {}) }
  },
})

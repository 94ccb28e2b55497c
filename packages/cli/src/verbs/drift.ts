import { environmentOf } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import { findDrift } from '../drift/find-drift.ts'
import { defineVerb } from '../frame/verb.ts'
import { renderTable } from '../terminal/render-table.ts'

export const drift = defineVerb({
  name: 'drift',
  summary: 'Compares what branch, ledger and databases of an environment say with each other and with the live schema.',
  details: 'Needs the environment variables that hold the URLs of its databases. Exit code 3 when something differs.',
  arguments: { environment: { kind: 'text', description: 'environment to look at' } },
  options: {},
  async run(context, { environment: name }): Promise<Answer> {
    const { room } = await context.room({ offline: true })
    const findings = await findDrift(room, environmentOf(room, name))
    if (findings.length === 0) {
      return {
        result: {
          schema: 1,
          outcome: 'shown',
          reason: 'done',
          message: `${name} is as it was recorded.`,
          environment: name,
          data: { findings },
        },
      }
    }
    const message = `${findings.length} ${findings.length === 1 ? 'difference' : 'differences'} in ${name} that nobody recorded.`
    const rows = findings.map(({ between, database, what }) => [between, database ?? '', what])
    const text = [renderTable(['between', 'database', 'difference'], rows, context.terminal), message].join('\n')
    return { result: { schema: 1, outcome: 'blocked', reason: 'drift', message, environment: name, data: { findings } }, text }
  },
})

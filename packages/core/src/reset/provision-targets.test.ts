import { expect, it } from 'vitest'
import type { DeploymentTask } from '../deployment/task.ts'
import { StagecoachError } from '../error.ts'
import { viewHistory } from '../ledger/history.ts'
import { sampleEnvironment } from '../testing/facts.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { provisionTargets } from './provision-targets.ts'

/** Lines that ran for an environment with a provision command whose database refuses to be opened so. */
async function ranAfter(sqlstate: string): Promise<string[] | string> {
  const ran: string[] = []
  const refused = new StagecoachError('database-unreachable', 'Cannot connect.', { details: { sqlstate } })
  const environment = sampleEnvironment({
    name: 'integration',
    production: false,
    disposable: true,
    databases: { main: { engine: 'postgres', url: 'env:URL', provision: './recreate.sh' } },
  })
  // Only what making a database anew reaches for.
  const host = partialHost({
    progress: () => undefined,
    secrets: { resolve: (values: object) => Object.fromEntries(Object.keys(values).map((name) => [name, 'postgres://db/shop'])) },
    databases: { open: () => Promise.reject(refused) },
    commands: {
      run: ({ line }: { line: string }) => {
        ran.push(line)
        return Promise.resolve({ exitCode: 1, timedOut: false, tail: '' })
      },
    },
  } as never)
  const task = { environment, operation: 'a'.repeat(16), verb: 'reset' } as DeploymentTask
  const view = viewHistory({ tip: undefined, records: [] })
  return provisionTargets(sampleRoom(host), view, task, 3).then(
    () => ran,
    (error: unknown) => (ran.length > 0 ? ran : error instanceof StagecoachError ? error.code : String(error)),
  )
}

it('leaves a database that is not there to the provision command', async () => {
  expect(await ranAfter('3D000')).toEqual(['./recreate.sh'])
})

it.each(['53300', '57P03', '28P01', '08000'])(
  'runs no command for a database of which nobody can tell whose it is (%s)',
  async (sqlstate) => {
    expect(await ranAfter(sqlstate)).toBe('database-unreachable')
  },
)

import { digestOf } from '../digest.ts'
import type { StagecoachError } from '../error.ts'
import { leaseEntry } from '../ledger/claim-lease.ts'
import type { NewEntry } from '../ledger/record.ts'
import { underFence } from '../ledger/under-fence.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { DeploymentTask } from './task.ts'

/** Nothing was changed: the operation stays open, its lease waits for the next holder, and a person reads why. */
export async function stopBeforeChange(room: Room, task: DeploymentTask, fence: number, error: StagecoachError): Promise<Result> {
  const { host } = room
  const { environment, operation, commit, content, packages } = task
  const failure = { code: error.code, message: error.message }
  const entries: NewEntry[] = [
    {
      kind: 'deployment',
      key: `deployment:failed:${operation}:${fence}`,
      operation,
      environment: environment.name,
      state: 'failed',
      commit,
      content,
      packages,
      fence,
      plan: digestOf(failure),
      error: failure,
    },
    leaseEntry('yield', environment.name, operation, fence, host.clock.now()),
  ]
  await host.ledger.append(underFence(environment.name, fence, () => entries))
  if (error.code !== 'drift' && error.code !== 'config-missing') throw error
  return blocked(error.code, error.message, {
    environment: environment.name,
    operation,
    ...(error.hint === undefined ? {} : { advice: [error.hint] }),
  })
}

import { statusContextOf } from '../names/status-context.ts'
import type { Result } from '../outcome.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'

/** The promotion, or the sync when there is no package, is made again on what there is now: that run validates it and comes back to the gate. */
export async function askAgain(
  room: Room,
  { environment, package: name }: { environment: string; package?: string },
  pull: PullRequest,
  why: string,
  dryRun = false,
): Promise<Result> {
  const inputs: Record<string, string> = { environment, ...(name === undefined ? { sync: 'true' } : { package: name }) }
  const next = { workflow: workflows.promote, inputs }
  if (!dryRun) {
    await room.host.forge.setStatus(pull.head.sha, {
      context: statusContextOf(environment),
      state: 'pending',
      description: `Made again: ${why}.`,
      url: pull.url,
    })
    await room.host.forge.dispatch(next.workflow, next.inputs)
  }
  const what = name === undefined ? `The sync of ${environment}` : `The promotion of ${name} to ${environment}`
  return {
    schema: 1,
    outcome: 'pending',
    reason: why.startsWith('its branch') ? 'head-moved' : 'base-moved',
    message: `${what} is made again, since ${why}.`,
    environment,
    packages: name === undefined ? [] : [name],
    pullRequest: pull.number,
    next: [next],
  }
}

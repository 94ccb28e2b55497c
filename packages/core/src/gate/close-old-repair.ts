import type { Environment } from '../config/config.ts'
import type { Result } from '../outcome.ts'
import type { PullRequest } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'

/** A pull request of a rollback in an environment where none is under way: whatever it takes out was taken out, and no gate opens it any more. */
export async function closeOldRepair(
  { host }: Pick<Room, 'host'>,
  { name }: Pick<Environment, 'name'>,
  { number, state }: Pick<PullRequest, 'number' | 'state'>,
  dryRun: boolean,
): Promise<Result> {
  if (state === 'open' && !dryRun) await host.forge.update(number, { state: 'closed' })
  const closed = state !== 'open' ? '' : dryRun ? ' It would be closed.' : ' It is closed.'
  const message = `#${number} belongs to a rollback of ${name} that is at its end.${closed}`
  return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message, environment: name, pullRequest: number }
}

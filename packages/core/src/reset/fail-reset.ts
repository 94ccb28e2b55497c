import { recordTargets } from '../deployment/record-targets.ts'
import { projectDeployment } from '../deployment/project-deployment.ts'
import { secretsOf, withoutSecrets } from '../deployment/without-secrets.ts'
import { leaseEntry } from '../ledger/claim-lease.ts'
import { resetOf, resetRecord } from '../ledger/resets.ts'
import { underFence } from '../ledger/under-fence.ts'
import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import type { FailedDeployment } from '../rollback/failed-deployment.ts'
import { failedChecks, failureEntries } from '../rollback/roll-back-automatically.ts'

/** A reset whose deployment or shakedown failed has nothing to return to: the databases before it are gone. The environment stays paused until it is tried again or reset to another set. */
export async function failReset(room: Room, failed: FailedDeployment): Promise<Result> {
  const { host } = room
  const { task, targets, fence, world } = failed
  const { environment, operation } = task
  const reason = withoutSecrets(failed.error?.message ?? failedChecks(failed.checks), secretsOf(host, environment))
  host.progress(reason)
  await recordTargets(room, targets, operation, fence, {})
  const reset = resetOf(world.view, environment.name, operation)
  await host.ledger.append(
    underFence(environment.name, fence, () => [
      ...failureEntries(failed, reason),
      ...(reset === undefined ? [] : [resetRecord(reset, 'failed', String(fence))]),
      leaseEntry('release', environment.name, operation, fence, host.clock.now()),
    ]),
  )
  await projectDeployment(room, task, 'failure', reason)
  return {
    schema: 1,
    outcome: 'failed',
    reason: failed.error?.code ?? 'verification-failed',
    message: `${reason} ${environment.name} stays paused: its databases before the reset are gone, so there is nothing to return to.`,
    environment: environment.name,
    operation,
    advice: [
      `Start the deploy workflow for ${environment.name} to try it again on databases made anew, or reset it to another set: that takes the place of this reset.`,
    ],
  }
}

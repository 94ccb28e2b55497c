import { digestOf } from '../digest.ts'
import type { Decision } from '../gate/decision.ts'
import type { Rehearsal } from '../ledger/record.ts'
import { formatPromotionBranch } from '../names/promotion-branch.ts'
import { statusContextOf } from '../names/status-context.ts'
import { blocked, type Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { promotionMarker, renderPromotionComment } from './promotion-comment.ts'
import type { Refusal } from './refusal.ts'
import type { PromotionSubject } from './subject.ts'

/** Ends an attempt that cannot be proposed, and keeps what was found: in the ledger, and on the pull request of an earlier form when one is open. */
export async function refuse(
  room: Room,
  { environment, package: pkg, tip }: PromotionSubject,
  { reason, message, advice }: Refusal,
  { rehearsal, dryRun = false }: { rehearsal?: Rehearsal | undefined; dryRun?: boolean | undefined } = {},
): Promise<Result> {
  const { host } = room
  const result = blocked(reason, message, { environment: environment.name, packages: [pkg.name], advice })
  if (dryRun) return result
  const found = { environment: environment.name, package: pkg, tip: tip.oid, reason, message, advice }
  const key = `refusal:${environment.name}:${pkg.digest}:${tip.oid}:${digestOf({ reason, message })}`
  await host.ledger.append(() => [{ kind: 'refusal', ...found, ...(rehearsal === undefined ? {} : { rehearsal }), key }])
  const branch = formatPromotionBranch({ environment: environment.name, package: pkg.name })
  const open = await host.forge.findOpen(branch, environment.branch)
  if (open !== undefined) {
    const description = `Refused: ${message}`.slice(0, 140)
    const context = statusContextOf(environment.name)
    await host.forge.setStatus(open.head.sha, { context, state: 'failure', description, url: open.url })
    const decision: Decision = {
      state: 'fail',
      gates: [{ gate: 'promotion', state: 'fail', reasons: [message, ...advice], waitsOn: [] }],
    }
    await host.forge.upsertComment(open.number, promotionMarker, await renderPromotionComment(room, open.number, decision))
  }
  return result
}

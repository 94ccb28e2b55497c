import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { planLines } from '../report/plan-lines.ts'
import type { World } from '../world.ts'
import { foreseeGates } from './foresee-gates.ts'
import { promotionOf, type Proposal } from './publish.ts'

/** What a run without `dry-run` would propose. */
export async function describeProposal(room: Room, world: World, proposal: Proposal): Promise<Result> {
  const { subject, merged, operation } = proposal
  // Numbers of pull requests begin with one: nobody said anything of this.
  const foreseen = promotionOf(proposal, 0)
  const decision = await foreseeGates(room, world, foreseen)
  return {
    schema: 1,
    outcome: 'planned',
    reason: merged.conflicts.length > 0 ? 'text-conflict' : 'done',
    message: `Would propose ${subject.package.name} ${subject.package.version} to ${subject.environment.name}.`,
    operation,
    environment: subject.environment.name,
    packages: [subject.package.name],
    plan: planLines(foreseen, decision, room.host.clock.now().toISOString()),
    shas: { head: merged.head, tip: subject.tip.oid, content: merged.content },
  }
}

import type { Result } from '../outcome.ts'
import type { Proposal } from './publish.ts'

/** What a run without `dry-run` would propose. */
export function describeProposal({ subject, merged, operation }: Proposal): Result {
  return {
    schema: 1,
    outcome: 'planned',
    reason: merged.conflicts.length > 0 ? 'text-conflict' : 'done',
    message: `Would propose ${subject.package.name} ${subject.package.version} to ${subject.environment.name}.`,
    operation,
    environment: subject.environment.name,
    packages: [subject.package.name],
    shas: { head: merged.head, tip: subject.tip.oid, content: merged.content },
  }
}

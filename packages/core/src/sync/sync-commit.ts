import type { Oid } from '../package/package.ts'
import type { NewCommit } from '../ports/git.ts'
import { stagecoachPerson } from '../promotion/promotion-commit.ts'
import { describeBrought } from './describe-brought.ts'
import type { SyncSubject } from './sync-subject.ts'

/** A sync commit has one parent, the tip it was made for: production never becomes an ancestor of an environment, so that what was dropped there can come back whole. People keep their credit. */
export function syncCommit(tree: Oid, subject: SyncSubject): NewCommit {
  const { tip, environment, production, direct } = subject
  const { commit, at } = production.verified
  const people = new Set(direct.map(({ author }) => `Co-authored-by: ${author.name} <${author.email}>`))
  const trailers = [`Stagecoach-Environment: ${environment.name}`, `Stagecoach-Baseline: ${commit}`, ...[...people].sort()]
  const message = `Bring ${describeBrought(subject)} of ${production.environment} into ${environment.name}\n\n${trailers.join('\n')}\n`
  const later = Date.parse(tip.committedAt) > Date.parse(at) ? tip.committedAt : wholeSeconds(at)
  return { tree, parents: [tip.oid], message, author: stagecoachPerson, committer: stagecoachPerson, at: later }
}

function wholeSeconds(instant: string): string {
  return new Date(Math.floor(Date.parse(instant) / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}

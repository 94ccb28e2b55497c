import type { Manifest, Oid, PackageRef } from '../package/package.ts'
import type { Commit, NewCommit, Person } from '../ports/git.ts'

/** Who stands on commits and tags that Stagecoach makes; people keep their credit in trailers. The domain cannot exist (RFC 2606): GitHub's `noreply` addresses belong to accounts. */
export const stagecoachPerson: Person = { name: 'Stagecoach', email: 'stagecoach@stagecoach.invalid' }

/** A promotion commit has one parent, the tip it was made for, so features never become ancestors of environments. The same promotion gives the same commit id. */
export function promotionCommit(
  tree: Oid,
  tip: Commit,
  environment: string,
  manifest: Manifest,
  replaces: PackageRef | undefined,
): NewCommit {
  const from = replaces === undefined ? '' : ` (was ${replaces.version})`
  const trailers = [
    `Stagecoach-Environment: ${environment}`,
    `Stagecoach-Package: ${manifest.name}@${manifest.version}`,
    `Stagecoach-Source: ${manifest.source}`,
    ...manifest.authors.map((email) => `Co-authored-by: ${email} <${email}>`),
  ]
  const message = `Promote ${manifest.name} ${manifest.version} to ${environment}${from}\n\n${trailers.join('\n')}\n`
  return { tree, parents: [tip.oid], message, author: stagecoachPerson, committer: stagecoachPerson, at: later(tip, manifest) }
}

/** Whole seconds; a commit is never older than its parent. */
function later(tip: Commit, manifest: Manifest): string {
  return Date.parse(tip.committedAt) > Date.parse(manifest.sourceTime) ? tip.committedAt : manifest.sourceTime
}

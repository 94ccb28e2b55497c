import { lastVerified } from '../ledger/verified-states.ts'
import type { Result } from '../outcome.ts'
import type { Oid } from '../package/package.ts'
import type { Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { storedRelease } from './stored-release.ts'

export interface ReleasesFacts {
  environment: string
  /** None for a sync. */
  package?: string
  /** What would be merged; with conflicts nothing is built. */
  merged: { content: Oid; head: Oid; conflicts: readonly unknown[] }
  /** Whether the release of what would be merged is missing. */
  missing: boolean
  tip: { oid: Oid; content: Oid }
}

type Wanted = NonNullable<Result['releases']>

/**
 * What the jobs of a promotion or sync build: the release of what would be merged, and that of the way back. Where people pushed since the last
 * verified state, a rollback leaves on the branch what was never deployed, and so never built; afterwards it would be too late.
 */
export async function missingReleases(
  room: Pick<Room, 'config'> & { host: Pick<Room['host'], 'releases'> },
  world: Pick<World, 'view'>,
  facts: ReleasesFacts,
): Promise<Wanted> {
  const { environment, merged, missing } = facts
  if (merged.conflicts.length > 0) return []
  const name = facts.package === undefined ? {} : { package: facts.package }
  const forward = missing ? [{ environment, ...name, content: merged.content, head: merged.head }] : []
  return [...forward, ...(await wayBack(room, world, facts))]
}

/** What an environment started from is not built: the product may have had another build then. It names no environment: to store it deploys nothing. */
async function wayBack(
  { host, config }: Parameters<typeof missingReleases>[0],
  { view }: Pick<World, 'view'>,
  { environment, tip }: Pick<ReleasesFacts, 'environment' | 'tip'>,
): Promise<Wanted> {
  const last = lastVerified(view, environment)
  if (config.release === undefined || last === undefined || last.operation === 'baseline') return []
  if (tip.content === last.content || (await storedRelease(host, view, tip.content)) !== undefined) return []
  return [{ content: tip.content, head: tip.oid }]
}

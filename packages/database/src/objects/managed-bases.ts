import type { Session } from '../engine/session.ts'
import { knownObjects, type KnownObject } from './known-objects.ts'
import { liveDefinitions } from './live-definitions.ts'

/**
 * A migration may change how a view or function reads (a renamed column shows in the view's definition). That is not a change by
 * hand, so the base hash of each object that was as we left it follows in the migration's own transaction. What differed before
 * the migration keeps its old base and is found later.
 */
export interface ManagedBases {
  follow(): Promise<void>
}

/** Looks at the managed objects before a script runs. */
export async function managedBases(session: Session): Promise<ManagedBases> {
  const [known, before] = await session.transaction(async () => {
    const objects = await knownObjects(session)
    return [objects, await liveDefinitions(session, objects)]
  })
  const untouched = known.filter((object) => before.get(object.name) === object.base)
  return { follow: () => followAll(session, untouched) }
}

async function followAll(session: Session, untouched: readonly KnownObject[]): Promise<void> {
  const now = await liveDefinitions(session, untouched)
  for (const { name, base } of untouched) {
    const live = now.get(name)
    if (live !== undefined && live !== base)
      await session.query('update stagecoach.object set base = $1 where name = $2', [live, name])
  }
}

import { StagecoachError } from '../error.ts'
import type { LedgerView } from '../ledger/history.ts'
import { releaseRecord } from '../ledger/trusted.ts'
import type { Oid } from '../package/package.ts'
import type { ReleaseRef } from '../ports/release-store.ts'
import type { Host } from '../ports/runtime.ts'

/** The release of a content that the publishing job stored and recorded. Whoever may push can make or move such a tag; one that the ledger does not know is none.
 *  @throws StagecoachError `release-tampered` when the tag holds another one than was recorded */
export async function storedRelease(
  host: Pick<Host, 'releases'>,
  view: LedgerView,
  content: Oid,
): Promise<ReleaseRef | undefined> {
  const recorded = releaseRecord(view, content)
  const stored = recorded === undefined ? undefined : await host.releases.find(content)
  if (recorded === undefined || stored === undefined || stored.digest === recorded.digest) return stored
  throw new StagecoachError(
    'release-tampered',
    `The release of content ${content} is not the one that was recorded: ${stored.digest} in place of ${recorded.digest}.`,
    { hint: `Nothing of it was used. Restore the tag release/${content} from another clone.` },
  )
}

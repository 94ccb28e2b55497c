import type { Oid } from '../package/package.ts'
import type { LedgerView, RecordOf } from './history.ts'

/** Object ids in `refs/stagecoach/resolutions` that people's recorded resolutions named; others in that ref count for nothing. */
export function trustedResolutions(view: LedgerView): ReadonlySet<Oid> {
  return new Set(view.of('resolution').flatMap((record) => record.ids))
}

/** The release recorded for a content: the first there was, or the first since it was dropped. */
export function releaseRecord(view: LedgerView, content: Oid): RecordOf<'release'> | undefined {
  const dropped = droppedReleases(view, content).at(-1)?.seq ?? 0
  return view.of('release').find((record) => record.content === content && record.seq > dropped)
}

/** Each time the release of a content was dropped. */
export function droppedReleases(view: LedgerView, content: Oid): RecordOf<'release-dropped'>[] {
  return view.of('release-dropped').filter((record) => record.content === content)
}

/** A key of its own for each time that a content's release is recorded. */
export function releaseKey(view: LedgerView, content: Oid): string {
  const times = droppedReleases(view, content).length
  return times === 0 ? `release:${content}` : `release:${content}:${times}`
}

/** The record of a package's build. */
export function builtRecord(view: LedgerView, digest: string): RecordOf<'built'> | undefined {
  return view.of('built').find((record) => record.package.digest === digest)
}

/** What was judged of a commit that no intent foresaw: the newest judgement. */
export function foreignJudgement(view: LedgerView, environment: string, commit: Oid): RecordOf<'foreign'> | undefined {
  return view.of('foreign', environment).findLast((record) => record.commit === commit)
}

import { digestOf } from '../digest.ts'
import type { PackageRef } from '../package/package.ts'
import type { LedgerView, RecordOf } from './history.ts'
import type { SyncEntry } from './record.ts'

/** Every recorded form of a sync pull request, oldest first. */
export function syncsOf(view: LedgerView, pullRequest: number): RecordOf<'sync'>[] {
  return view.of('sync').filter((each) => each.pullRequest === pullRequest)
}

/** The newest sync proposed to an environment, whatever became of it. */
export function newestSync(view: LedgerView, environment: string): RecordOf<'sync'> | undefined {
  return view.of('sync', environment).at(-1)
}

/** A sync as the gates see it: what comes is production at a commit, in the place of a package. Its digest covers commit and packages, so an approval holds for exactly these. */
export function syncForm(record: RecordOf<'sync'>): RecordOf<'promotion'> {
  const {
    production: _production,
    baseline: _baseline,
    packages: _packages,
    brings: _brings,
    leaves: _leaves,
    commits: _commits,
    ...shared
  } = record
  return { ...shared, kind: 'promotion', package: productionAsPackage(record), overtakes: [] }
}

function productionAsPackage({ production, brings, at }: Pick<RecordOf<'sync'>, 'production' | 'brings' | 'at'>): PackageRef {
  const { environment, commit } = production
  const digest = digestOf({ commit, packages: brings.map((each) => each.digest) })
  return { name: environment, version: commit.slice(0, 12), digest, source: commit, base: commit, requires: [], sourceTime: at }
}

/** What undo scripts a sync proved count for: each package that it brings. */
export function bringsDigest(sync: Pick<SyncEntry, 'brings'>, digest: string): boolean {
  return sync.brings.some((each) => each.digest === digest)
}

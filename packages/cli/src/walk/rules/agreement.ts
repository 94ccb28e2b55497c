import { lastVerified, viewHistory, type LedgerView, type StatusView } from '@stagecoach/core'
import { migrationsOf, names } from '../feature.ts'
import type { BranchLook } from '../look/branch.ts'
import type { DatabaseLook } from '../look/database.ts'
import type { Stop } from '../shop.ts'
import { Violation } from '../violation.ts'
import type { Walk } from '../walk.ts'

/** Database, branch and ledger say the same of each package, or the status says that they do not. */
export function checkAgreement(walk: Walk, stop: Stop, status: StatusView, tip: string | undefined): void {
  const branch = walk.looks.branches.get(stop)
  const database = walk.looks.databases.get(stop)
  const shown = status.environments.find((each) => each.name === stop)
  if (branch === undefined || database === undefined || shown === undefined) return
  const view = viewHistory({ tip, records: walk.looks.records })
  checkShown(stop, status, branch)
  // Under way, paused, or changed by hands: the status says so.
  if (shown.operation !== undefined || shown.paused !== undefined || shown.lease !== undefined || shown.tip.kind === 'foreign')
    return
  // Whoever rewound the branch took from it what was verified, and the status says that, too.
  if (walk.rewound.has(stop) && shown.troubles.some(({ code }) => code === 'history-rewritten')) return
  for (const name of names) checkPackage(stop, name, view, status, branch, database)
}

/** The status lists what the branch lists. */
function checkShown(stop: Stop, status: StatusView, branch: BranchLook): void {
  for (const name of names) {
    const cell = status.packages.find((each) => each.name === name)?.cells[stop]?.present
    const listed = branch.listed.get(name)
    if (cell?.version !== listed?.version)
      throw new Violation(
        'status-wrong',
        `${stop} lists ${name} ${listed?.version ?? 'not'}, and the status says ${cell?.version ?? 'nothing'}`,
      )
  }
}

function checkPackage(
  stop: Stop,
  name: string,
  view: LedgerView,
  status: StatusView,
  branch: BranchLook,
  database: DatabaseLook,
): void {
  const verified = lastVerified(view, stop)?.packages.find((each) => each.name === name)
  const listed = branch.listed.get(name)
  const applied = database.applied.get(name) ?? []
  const state = status.packages.find((each) => each.name === name)?.cells[stop]?.present?.state
  // The status says itself that the branch is ahead of what was verified.
  if (listed !== undefined && state !== 'verified') return
  const wantedMigrations = migrationsOf(listed?.number ?? 0)
  if (verified?.digest !== listed?.digest)
    throw new Violation(
      'silent-difference',
      `${stop} lists ${name} at ${listed?.number ?? 'none'}, ${verified?.version ?? 'nothing'} is verified, and the status shows no difference`,
    )
  // Structures that an earlier version left behind are taken over without running anything.
  const there = database.structures.get(name) ?? new Set()
  const missing = wantedMigrations.filter((id) => !there.has(id))
  const more = applied.map((row) => row.migration).filter((id) => !wantedMigrations.includes(id))
  if (missing.length > 0 || more.length > 0)
    throw new Violation(
      'silent-difference',
      `${stop} lists ${name} at ${listed?.number ?? 'none'}, its database lacks ${missing.join() || 'nothing'} of it and has run ${more.join() || 'nothing'} more, and the status shows no difference`,
    )
}

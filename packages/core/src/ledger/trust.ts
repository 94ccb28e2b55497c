import type { Digest } from '../digest.ts'
import type { PackageRef } from '../package/package.ts'
import { holdsOn } from './acts.ts'
import type { LedgerView, RecordOf } from './history.ts'
import type { PackageTrust } from './package-trust.ts'
import { movesOf } from './rollbacks.ts'

type Evidence = RecordOf<'verification'> | RecordOf<'baseline'> | RecordOf<'rollback'>

/** What an environment's records say of one digest at an instant (ISO 8601 UTC): verified there, since when, and whether something later speaks against it. */
export function packageTrust(
  view: LedgerView,
  environment: string,
  pkg: Pick<PackageRef, 'name' | 'digest'>,
  now: string,
): PackageTrust {
  const hold = holdsOn(view, environment, pkg, now).at(-1)
  const trust = foldEvidence(evidenceOf(view, environment), pkg.digest)
  if (hold === undefined || trust.kind === 'never') return trust
  return { kind: 'invalidated', at: hold.at, why: 'held', reason: `${hold.person} holds it: ${hold.reason}` }
}

function evidenceOf(view: LedgerView, environment: string): Evidence[] {
  const evidence = [
    ...view.of('verification', environment),
    ...view.of('baseline', environment),
    ...view.of('rollback', environment),
  ]
  return evidence.sort((a, b) => a.seq - b.seq)
}

function foldEvidence(evidence: readonly Evidence[], digest: Digest): PackageTrust {
  let trust: PackageTrust = { kind: 'never' }
  let good: readonly PackageRef[] = []
  for (const record of evidence) {
    if (record.kind === 'rollback') {
      trust = afterRollback(trust, record, digest)
    } else if (record.kind === 'baseline' || record.passed) {
      trust = afterPass(trust, record, digest)
      good = record.packages
    } else if (blamed(record.packages, good, digest)) {
      const failed = record.checks.filter((check) => !check.passed).map((check) => check.name)
      trust = {
        kind: 'invalidated',
        at: record.at,
        why: 'failed',
        reason: `the verification failed: ${failed.join(', ') || 'no check passed'}`,
      }
    }
  }
  return trust
}

function afterRollback(trust: PackageTrust, record: RecordOf<'rollback'>, digest: Digest): PackageTrust {
  if (record.state === 'refused' || !movesOf(record).some((each) => each.package.digest === digest)) return trust
  if (trust.kind === 'invalidated' && trust.why === 'rolled-back') return trust
  return { kind: 'invalidated', at: record.at, why: 'rolled-back', reason: `it was rolled back: ${record.reason}` }
}

function afterPass(trust: PackageTrust, record: RecordOf<'verification'> | RecordOf<'baseline'>, digest: Digest): PackageTrust {
  if (!record.packages.some((each) => each.digest === digest)) {
    return trust.kind === 'verified' && trust.until === undefined ? { ...trust, until: record.at } : trust
  }
  if (trust.kind === 'verified' && trust.until === undefined) return trust
  return { kind: 'verified', since: record.at, operation: record.kind === 'baseline' ? 'baseline' : record.operation }
}

/** A failed verification speaks against what was new in it; neighbours that were good before stay good. When nothing was new, against all. */
function blamed(packages: readonly PackageRef[], good: readonly PackageRef[], digest: Digest): boolean {
  const known = new Set(good.map((each) => each.digest))
  const fresh = packages.filter((each) => !known.has(each.digest))
  return (fresh.length > 0 ? fresh : packages).some((each) => each.digest === digest)
}

import type { LedgerRecord } from '@stagecoach/core'
import { movesOf, shortVersion, type PackageRef } from '@stagecoach/core'

/** One line of `ledger log`. */
export function describeRecord(record: LedgerRecord): string {
  switch (record.kind) {
    case 'built':
      return `${pkg(record.package)} from ${record.package.source.slice(0, 12)}`
    case 'release':
      return `of content ${record.content.slice(0, 12)}`
    case 'release-dropped':
      return `of content ${record.content.slice(0, 12)}: ${record.reason}`
    case 'promotion':
      return `${pkg(record.package)} to ${record.environment} in #${record.pullRequest}: ${record.state}${record.lane === undefined ? '' : ` by lane ${record.lane.name}`}`
    case 'refusal':
      return `${pkg(record.package)} to ${record.environment} refused: ${record.reason} (${record.message})`
    case 'sync':
      return `production ${record.production.commit.slice(0, 12)} to ${record.environment} in #${record.pullRequest}: ${record.state}, brings ${all(record.brings)} and ${record.commits} commits`
    case 'approval':
      return `${record.person} approved ${record.package} for ${record.environment} in #${record.pullRequest}`
    case 'decision':
      return `${record.package} for ${record.environment} in #${record.pullRequest}: ${record.decision.state}${shut(record.decision.gates)}`
    case 'act':
      return `${record.person}: ${record.act} ${[record.package, record.environment].filter((each) => each !== undefined).join(' in ') || 'everything'} (${record.reason})`
    case 'resolution':
      return `${record.person} resolved ${record.paths.join(', ')} for ${record.package} in ${record.environment}`
    case 'foreign':
      return `commit ${record.commit.slice(0, 12)} in ${record.environment}: ${record.reason}`
    case 'lease':
    case 'intent':
    case 'merged':
    case 'deployment':
    case 'verification':
    case 'rollback':
    case 'rollback-plan':
    case 'reset':
    case 'baseline':
    case 'adoption':
      return describeOperation(record)
  }
}

type OperationRecord = Extract<
  LedgerRecord,
  {
    kind:
      | 'lease'
      | 'intent'
      | 'merged'
      | 'deployment'
      | 'verification'
      | 'rollback'
      | 'rollback-plan'
      | 'reset'
      | 'baseline'
      | 'adoption'
  }
>

function describeOperation(record: OperationRecord): string {
  const { environment } = record
  switch (record.kind) {
    case 'lease':
      return `${record.action} ${environment} for ${record.operation}, fence ${record.fence}`
    case 'intent':
      return `${record.verb} ${record.operation} in ${environment}: ${all(record.packages)}`
    case 'merged':
      return `${record.operation} into ${environment} as ${record.commit.slice(0, 12)}`
    case 'deployment':
      return `${record.operation} in ${environment}: ${record.state}${record.error === undefined ? '' : ` (${record.error.message})`}`
    case 'verification':
      return `${record.operation} in ${environment}: ${record.passed ? 'passed' : 'FAILED'}, ${record.checks.length} checks`
    case 'rollback':
      return `${all(movesOf(record).map((each) => each.package))} out of ${environment}: ${record.state} (${record.plan}${record.automatic ? ', automatic' : ''})${lost(record.losses)}`
    case 'rollback-plan':
      return `plan shown to take ${record.of} out of ${environment} (${record.plan})${lost(record.losses)}`
    case 'reset':
      return `${environment} to production and ${all(record.chosen)}: ${record.state}${record.dropped.length === 0 ? '' : `, without ${all(record.dropped)}`}`
    case 'baseline':
      return `${environment} starts at ${record.commit.slice(0, 12)} with ${all(record.packages)}`
    case 'adoption': {
      const applied = Object.values(record.databases).flatMap(({ histories }) => histories.flatMap((each) => each.applied))
      return `${environment} was taken as it is, with ${applied.length} migrations of other tools${record.reason === undefined ? '' : ` (${record.reason})`}`
    }
  }
}

function lost(losses: readonly string[] = []): string {
  return losses.length === 0 ? '' : `, losing ${losses.join(', ')}`
}

function pkg({ name, version }: PackageRef): string {
  return `${name} ${shortVersion(version)}`
}

function all(packages: readonly PackageRef[]): string {
  return packages.map(pkg).join(', ') || 'no package'
}

function shut(gates: readonly { gate: string; state: string }[]): string {
  const names = gates.filter((gate) => gate.state !== 'pass').map((gate) => gate.gate)
  return names.length === 0 ? '' : ` (${names.join(', ')})`
}

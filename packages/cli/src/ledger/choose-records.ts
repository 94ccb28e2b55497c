import { didYouMean, environmentOf, movesOf, StagecoachError, type LedgerRecord, type Room } from '@stagecoach/core'

export interface RecordFilter {
  environment: string | undefined
  package: string | undefined
  kind: string | undefined
}

const kinds: Record<LedgerRecord['kind'], true> = {
  built: true,
  release: true,
  'release-dropped': true,
  promotion: true,
  refusal: true,
  sync: true,
  approval: true,
  decision: true,
  act: true,
  resolution: true,
  foreign: true,
  lease: true,
  intent: true,
  merged: true,
  deployment: true,
  verification: true,
  rollback: true,
  'rollback-plan': true,
  reset: true,
  baseline: true,
  adoption: true,
}
export const recordKinds: readonly string[] = Object.keys(kinds)

/** The records asked for, oldest first. A name that neither configuration nor record knows is a slip, not an empty answer.
 *  @throws StagecoachError `environment-unknown`, `package-missing` */
export function chooseRecords(
  { config }: Pick<Room, 'config'>,
  records: readonly LedgerRecord[],
  { environment, package: name, kind }: RecordFilter,
): LedgerRecord[] {
  // One that left the configuration still has its records.
  if (environment !== undefined && !records.some((record) => inEnvironment(record, environment)))
    environmentOf({ config }, environment)
  if (name !== undefined && !records.some((record) => packagesOf(record).includes(name))) throw packageUnknown(name, records)
  return records.filter(
    (record) =>
      (environment === undefined || inEnvironment(record, environment)) &&
      (name === undefined || packagesOf(record).includes(name)) &&
      (kind === undefined || record.kind === kind),
  )
}

function inEnvironment(record: LedgerRecord, environment: string): boolean {
  return 'environment' in record && record.environment === environment
}

function packagesOf(record: LedgerRecord): string[] {
  switch (record.kind) {
    case 'rollback':
      return movesOf(record).map((move) => move.package.name)
    case 'reset':
      return [...record.packages, ...record.dropped].map((each) => each.name)
    case 'sync':
      return record.brings.map((each) => each.name)
    case 'foreign':
      return Object.keys(record.verdicts)
    default:
      if ('packages' in record) return record.packages.map((each) => each.name)
      if (!('package' in record) || record.package === undefined) return []
      return [typeof record.package === 'string' ? record.package : record.package.name]
  }
}

function packageUnknown(name: string, records: readonly LedgerRecord[]): StagecoachError {
  const names = [...new Set(records.flatMap(packagesOf))]
  return new StagecoachError('package-missing', `No record is about a package '${name}'.`, {
    hint: didYouMean(name, names, 'Look for its name with `stagecoach status`; give it without version.'),
  })
}

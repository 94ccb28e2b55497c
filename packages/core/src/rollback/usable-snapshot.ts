import type { Environment } from '../config/config.ts'
import type { LogEntry, Snapshot, TargetDatabase } from '../ports/database.ts'

/** What a copy must be to stand for the state to return to. */
export interface SnapshotFacts {
  environment: Pick<Environment, 'disposable'>
  snapshots: readonly Snapshot[]
  log: readonly Pick<LogEntry, 'operation'>[]
  /** Operations that are taken back, newest first. */
  operations: readonly string[]
}

/** The copy that was taken right before all that goes, and before nothing that stays; undefined where data matters, or there is none. */
export function usableSnapshot({ environment, snapshots, log, operations }: SnapshotFacts): Snapshot | undefined {
  if (!environment.disposable) return undefined
  const goes = (row: Pick<LogEntry, 'operation'>): boolean => operations.includes(row.operation)
  const first = log.findIndex(goes)
  // Something that stays ran in between: the copy does not have it.
  if (first !== -1 && !log.slice(first).every(goes)) return undefined
  // The oldest of them, even without a row in the log: it may have left half of a file.
  const oldest = operations.at(-1)
  if (first !== -1 && log[first]?.operation !== oldest) return undefined
  return snapshots.find(({ operation }) => operation === oldest)
}

/** The same, looked up. */
export async function findSnapshot(
  environment: Environment,
  main: Pick<TargetDatabase, 'snapshots'> | undefined,
  log: readonly LogEntry[],
  operations: readonly string[],
): Promise<Snapshot | undefined> {
  if (main === undefined || !environment.disposable) return undefined
  return usableSnapshot({ environment, snapshots: await main.snapshots(), log, operations })
}

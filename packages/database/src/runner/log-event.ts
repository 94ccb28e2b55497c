import type { LogEntry, MigrationStep } from '@stagecoach/core'
import { text } from '../engine/row.ts'
import type { Session } from '../engine/session.ts'

/** What the log last said of a migration under any name the package ever had. */
export async function lastEvent(
  session: Session,
  step: MigrationStep,
): Promise<{ event: string; checksum: string; normalised: string } | undefined> {
  const names = [step.pkg.manifest.name, ...step.pkg.manifest.formerly]
  const [row] = await session.query(
    `select event, checksum, normalised from stagecoach.log
     where package in (select jsonb_array_elements_text($1::jsonb)) and migration = $2 order by seq desc limit 1`,
    [JSON.stringify(names), step.migration],
  )
  if (row === undefined) return undefined
  return { event: text(row, 'event'), checksum: text(row, 'checksum'), normalised: text(row, 'normalised') }
}

/** Appends to the log, in the transaction that did what it says. */
export async function writeLog(
  session: Session,
  event: LogEntry['event'],
  step: MigrationStep,
  content: { checksum: string; normalised: string },
): Promise<void> {
  const { ref } = step.pkg
  await session.query(
    `insert into stagecoach.log (event, package, version, digest, migration, checksum, normalised, operation, fence)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [event, ref.name, ref.version, ref.digest, step.migration, content.checksum, content.normalised, step.operation, step.fence],
  )
}

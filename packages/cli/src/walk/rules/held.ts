import type { LedgerRecord } from '@stagecoach/core'
import type { LogRow } from '../look/database.ts'
import type { Stop } from '../shop.ts'
import { Violation } from '../violation.ts'

/** Nothing that was held before a run, and was not released since, is applied by it. */
export function checkHeld(
  stop: Stop,
  applied: readonly LogRow[],
  before: readonly LedgerRecord[],
  after: readonly LedgerRecord[],
): void {
  for (const { package: name, digest, migration } of applied) {
    if (
      isHeld(before, stop, name, digest) &&
      isHeld(after.slice(0, before.length), stop, name, digest) &&
      isHeld(after, stop, name, digest)
    )
      throw new Violation(
        'held-deployed',
        `${name}/${migration} was applied in ${stop} while ${name} ${digest.slice(0, 12)} is held there`,
      )
  }
}

/** Read from the acts alone, without the product's help. Nobody sets an expiry in the walks. */
export function isHeld(records: readonly LedgerRecord[], stop: string, name: string, digest: string): boolean {
  let holds: { environment: string | undefined; package: string | undefined; digest: string | undefined }[] = []
  for (const record of records) {
    if (record.kind !== 'act') continue
    const { act, environment, package: about, digest: of } = record
    if (act === 'hold') holds.push({ environment, package: about, digest: of })
    if (act === 'release')
      holds = holds.filter((hold) => {
        const same = of === undefined ? hold.package === about : hold.digest === of
        return !(same && (environment === undefined || environment === hold.environment))
      })
  }
  return holds.some(
    (hold) =>
      (hold.environment === undefined || hold.environment === stop) &&
      (hold.digest === undefined ? hold.package === name : hold.digest === digest),
  )
}

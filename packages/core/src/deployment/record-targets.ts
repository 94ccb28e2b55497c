import type { Digest } from '../digest.ts'
import type { Room } from '../ports/runtime.ts'
import { fingerprint } from './fingerprint.ts'
import type { OpenTargets } from './target.ts'

/** Notes in every database of the environment what this operation left there, with the ledger's tip so that a rewritten ledger shows. Answers with the fingerprints by database.
 *  @throws StagecoachError `fenced` */
export async function recordTargets(
  { host }: Room,
  targets: OpenTargets,
  operation: string,
  fence: number,
  marks: Record<string, string>,
): Promise<Record<string, Digest>> {
  const { tip: ledgerTip = '' } = await host.ledger.latest()
  const fingerprints: Record<string, Digest> = {}
  for (const [name, database] of targets.all) {
    const catalog = await database.catalog()
    fingerprints[name] = fingerprint(catalog)
    await database.record(
      { operation, ledgerTip, fingerprint: fingerprint(catalog), catalog, marks: database === targets.main ? marks : {} },
      fence,
    )
  }
  return fingerprints
}

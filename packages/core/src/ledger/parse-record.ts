import * as z from 'zod'
import { StagecoachError } from '../error.ts'
import { digestSchema, instantSchema } from '../package/package-ref-schema.ts'
import * as evidence from './evidence-schemas.ts'
import * as operations from './operation-schemas.ts'
import type { LedgerRecord } from './record.ts'
import { reset } from './reset-entry.ts'

const actor = z.strictObject({
  login: z.string().min(1),
  triggering: z.string().exactOptional(),
  unknown: z.literal(true).exactOptional(),
  run: z.strictObject({ id: z.int(), attempt: z.int(), url: z.string(), workflow: z.string() }).exactOptional(),
})

const header = {
  schema: z.literal(1),
  seq: z.int().positive(),
  previous: digestSchema,
  at: instantSchema,
  by: actor,
  key: z.string().min(1),
}

const { built, release, releaseDropped, promotion, refusal, sync, approval, decided, act, resolution, foreign } = evidence
const { lease, intent, merged, deployment, verification, rollback, rollbackPlan, baseline, adoption } = operations

const record: z.ZodType<LedgerRecord> = z.discriminatedUnion('kind', [
  ...([
    built.extend(header),
    release.extend(header),
    releaseDropped.extend(header),
    promotion.extend(header),
    refusal.extend(header),
    sync.extend(header),
    approval.extend(header),
  ] as const),
  ...([decided.extend(header), act.extend(header), resolution.extend(header), foreign.extend(header)] as const),
  ...([lease.extend(header), intent.extend(header), merged.extend(header), deployment.extend(header)] as const),
  ...([verification.extend(header), rollback.extend(header), rollbackPlan.extend(header), baseline.extend(header)] as const),
  ...([adoption.extend(header), reset.extend(header)] as const),
])

const format = z.looseObject({ schema: z.number() })

/** Reads one record as the ledger stores it; `place` names it in the error.
 *  @throws StagecoachError `ledger-broken`, `ledger-format-newer` */
export function parseRecord(value: unknown, place: string): LedgerRecord {
  const written = format.safeParse(value)
  if (written.success && written.data.schema > 1) {
    throw new StagecoachError(
      'ledger-format-newer',
      `${place} was written by a newer Stagecoach (format ${written.data.schema}).`,
      {
        hint: 'Use the newest version of the Stagecoach actions; this one reads no further and writes nothing.',
      },
    )
  }
  const parsed = record.safeParse(value)
  if (parsed.success) return parsed.data
  const what = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim()).join('; ')
  throw new StagecoachError('ledger-broken', `${place} is no record that Stagecoach wrote: ${what}.`, {
    hint: 'Compare the branch stagecoach/ledger with another clone; `stagecoach ledger verify` shows the first broken record.',
  })
}

import { z } from 'zod'
import { nameSchema, oidSchema } from '../package/package-ref-schema.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import { operationSchema, packagesSchema } from './evidence-schemas.ts'

/** An environment rebuilt as production plus chosen packages, branch and databases together. */
export interface ResetEntry {
  kind: 'reset'
  operation: string
  environment: string
  /** planned → proposed (pull request) → provisioned (databases made anew) → done (verified). `failed` waits for another try or another reset; `withdrawn` ends one that was given up, or whose place another took. */
  state: 'planned' | 'proposed' | 'provisioned' | 'done' | 'failed' | 'withdrawn'
  /** Verified commit of production that it is rebuilt from. */
  production: Oid
  /** What was asked for, in the order in which texts are merged. */
  chosen: PackageRef[]
  /** The whole set after it. */
  packages: PackageRef[]
  /** Versions that were held and go. */
  dropped: PackageRef[]
  content: Oid
  tree: Oid
  reason: string
  /** An operation that came to no end, and whose place this takes. */
  ends?: string
  /** Set from `proposed` on. The archived commit is the tip it was made for. */
  proposal?: { pullRequest: number; tip: Oid; head: Oid; archive: string }
}

const proposal = z.strictObject({ pullRequest: z.int(), tip: oidSchema, head: oidSchema, archive: z.string() })

export const reset = z.strictObject({
  kind: z.literal('reset'),
  operation: operationSchema,
  environment: nameSchema,
  state: z.enum(['planned', 'proposed', 'provisioned', 'done', 'failed', 'withdrawn']),
  production: oidSchema,
  chosen: packagesSchema,
  packages: packagesSchema,
  dropped: packagesSchema,
  content: oidSchema,
  tree: oidSchema,
  reason: z.string(),
  ends: operationSchema.exactOptional(),
  proposal: proposal.exactOptional(),
}) satisfies z.ZodType<ResetEntry>

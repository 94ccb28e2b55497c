import * as z from 'zod'
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
  /** Tip of the environment's branch that it was planned for: what came to it later nobody agreed to throw away. */
  tip: Oid
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
  /** Set from `proposed` on. `archive` keeps the tip; `aside` is what other hands had pushed to the branch of the pull request, archived too. */
  proposal?: { pullRequest: number; tip: Oid; head: Oid; archive: string; aside?: Oid }
}

const proposal = z.strictObject({
  pullRequest: z.int(),
  tip: oidSchema,
  head: oidSchema,
  archive: z.string(),
  aside: oidSchema.exactOptional(),
})

export const reset = z.strictObject({
  kind: z.literal('reset'),
  operation: operationSchema,
  environment: nameSchema,
  state: z.enum(['planned', 'proposed', 'provisioned', 'done', 'failed', 'withdrawn']),
  tip: oidSchema,
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

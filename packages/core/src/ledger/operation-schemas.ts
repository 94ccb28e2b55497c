import * as z from 'zod'
import { digestSchema, instantSchema, nameSchema, oidSchema, packageRefSchema } from '../package/package-ref-schema.ts'
import { digestsSchema, operationSchema, packagesSchema } from './evidence-schemas.ts'
import type {
  AdoptionEntry,
  BaselineEntry,
  DeploymentEntry,
  IntentEntry,
  LeaseEntry,
  MergedEntry,
  RollbackEntry,
  RollbackPlanEntry,
  VerificationEntry,
} from './record.ts'

export const lease = z.strictObject({
  kind: z.literal('lease'),
  action: z.enum(['acquire', 'take-over', 'yield', 'release']),
  environment: nameSchema,
  operation: operationSchema,
  fence: z.int().positive(),
  expires: instantSchema,
  session: z.strictObject({ id: z.string().min(1), host: z.string(), process: z.int() }).exactOptional(),
}) satisfies z.ZodType<LeaseEntry>

export const intent = z.strictObject({
  kind: z.literal('intent'),
  verb: z.enum(['promote', 'deploy', 'rollback', 'repair', 'sync', 'reset']),
  operation: operationSchema,
  environment: nameSchema,
  pullRequest: z.int().exactOptional(),
  tip: oidSchema,
  head: oidSchema.exactOptional(),
  tree: oidSchema,
  content: oidSchema,
  packages: packagesSchema,
  plan: digestSchema,
}) satisfies z.ZodType<IntentEntry>

export const merged = z.strictObject({
  kind: z.literal('merged'),
  operation: operationSchema,
  environment: nameSchema,
  commit: oidSchema,
}) satisfies z.ZodType<MergedEntry>

export const deployment = z.strictObject({
  kind: z.literal('deployment'),
  operation: operationSchema,
  environment: nameSchema,
  state: z.enum(['started', 'finished', 'failed', 'rolled-back']),
  commit: oidSchema,
  content: oidSchema,
  packages: packagesSchema,
  fence: z.int(),
  plan: digestSchema,
  fingerprints: digestsSchema.exactOptional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).exactOptional(),
}) satisfies z.ZodType<DeploymentEntry>

export const verification = z.strictObject({
  kind: z.literal('verification'),
  operation: operationSchema,
  environment: nameSchema,
  commit: oidSchema,
  content: oidSchema,
  packages: packagesSchema,
  passed: z.boolean(),
  checks: z.array(z.strictObject({ name: z.string(), passed: z.boolean(), detail: z.string(), milliseconds: z.number() })),
}) satisfies z.ZodType<VerificationEntry>

const repair = z.strictObject({
  pullRequest: z.int(),
  tip: oidSchema,
  head: oidSchema,
  tree: oidSchema,
  content: oidSchema,
  packages: packagesSchema,
})

const rollbackPlans = z.enum(['application-only', 'undo', 'snapshot', 'data-losing'])
const target = z.strictObject({
  operation: operationSchema.or(z.literal('baseline')),
  commit: oidSchema,
  content: oidSchema,
  packages: packagesSchema,
  at: instantSchema,
})

export const rollback = z.strictObject({
  kind: z.literal('rollback'),
  operation: operationSchema,
  environment: nameSchema,
  of: operationSchema,
  package: packageRefSchema,
  to: packageRefSchema.exactOptional(),
  plan: rollbackPlans,
  state: z.enum(['intended', 'restored', 'proposed', 'repaired', 'refused']),
  automatic: z.boolean(),
  reason: z.string(),
  others: z.array(z.strictObject({ package: packageRefSchema, to: packageRefSchema.exactOptional() })).exactOptional(),
  and: z.array(operationSchema).exactOptional(),
  target: target.exactOptional(),
  touched: z.array(operationSchema).exactOptional(),
  snapshot: operationSchema.exactOptional(),
  losses: z.array(z.string()).exactOptional(),
  ran: z.array(z.string()).exactOptional(),
  stays: z.boolean().exactOptional(),
  repair: repair.exactOptional(),
}) satisfies z.ZodType<RollbackEntry>

export const rollbackPlan = z.strictObject({
  kind: z.literal('rollback-plan'),
  environment: nameSchema,
  of: operationSchema,
  plan: rollbackPlans,
  digest: digestSchema,
  losses: z.array(z.string()),
  reason: z.string(),
}) satisfies z.ZodType<RollbackPlanEntry>

export const baseline = z.strictObject({
  kind: z.literal('baseline'),
  environment: nameSchema,
  commit: oidSchema,
  content: oidSchema,
  packages: packagesSchema,
  fingerprints: digestsSchema,
}) satisfies z.ZodType<BaselineEntry>

const adoptedHistory = z.strictObject({
  tool: z.string(),
  place: z.string(),
  applied: z.array(z.strictObject({ id: z.string(), checksum: z.string().exactOptional(), explanation: z.string() })),
})

const adoptedDatabase = z.strictObject({
  server: z.string(),
  fingerprint: digestSchema,
  histories: z.array(adoptedHistory),
  proofs: z.array(z.strictObject({ by: z.string(), result: z.string(), detail: z.string() })),
})

export const adoption = z.strictObject({
  kind: z.literal('adoption'),
  environment: nameSchema,
  operation: operationSchema,
  commit: oidSchema,
  production: oidSchema.exactOptional(),
  databases: z.record(z.string(), adoptedDatabase),
  differences: z.array(z.string()),
  unknown: z.array(z.string()),
  reason: z.string().exactOptional(),
}) satisfies z.ZodType<AdoptionEntry>

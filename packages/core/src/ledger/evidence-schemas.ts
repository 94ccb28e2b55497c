import * as z from 'zod'
import {
  digestSchema,
  instantSchema,
  nameSchema,
  oidSchema,
  packageRefSchema,
  versionSchema,
} from '../package/package-ref-schema.ts'
import { operationPattern } from '../names/oid.ts'
import type { Compatibility } from '../config/config.ts'
import type { Decision } from '../gate/decision.ts'
import type { PlacedFinding } from '../gate/facts.ts'
import type {
  ActEntry,
  ApprovalEntry,
  BuiltEntry,
  DecisionEntry,
  Effect,
  ForeignEntry,
  Overtaking,
  PromotionEntry,
  RefusalEntry,
  Rehearsal,
  ReleaseDroppedEntry,
  ReleaseEntry,
  SyncEntry,
  ResolutionEntry,
} from './record.ts'

export const operationSchema = z.string().regex(operationPattern, 'is not an operation id')
export const packagesSchema = z.array(packageRefSchema)
export const digestsSchema = z.record(z.string(), digestSchema)
const person = z.string().min(1)
const compatibility = z.enum(['expand', 'contract', 'behavioural', 'data', 'unknown']) satisfies z.ZodType<Compatibility>
const state = z.enum(['pass', 'pending', 'fail'])

const effect = z.strictObject({
  digest: digestSchema,
  statements: z.array(
    z.strictObject({ package: nameSchema, migration: z.string(), checksum: digestSchema, compatibility: z.array(compatibility) }),
  ),
  delta: z.union([
    z.literal('not-comparable'),
    z.record(z.string(), z.strictObject({ before: digestSchema.exactOptional(), after: digestSchema.exactOptional() })),
  ]),
  undo: z.record(z.string(), z.enum(['proved', 'unproved-on-rows', 'missing', 'untried', 'differs', 'failed'])),
  noRows: z.record(z.string(), z.array(z.string())).exactOptional(),
  undone: z.array(z.strictObject({ package: nameSchema, migration: z.string(), loses: z.array(z.string()) })).exactOptional(),
  paths: z.array(z.strictObject({ path: z.string(), before: z.string().exactOptional(), after: z.string().exactOptional() })),
  environment: digestSchema,
  objects: z.array(z.string()),
  definitions: z
    .array(
      z.strictObject({
        name: z.string(),
        change: z.enum(['made', 'replaced', 'dropped', 'refilled']),
        compatibility: z.array(compatibility),
      }),
    )
    .exactOptional(),
}) satisfies z.ZodType<Effect>

const rehearsal = z.strictObject({
  on: z.literal('clone'),
  server: z.string(),
  state: digestSchema,
  passed: z.boolean(),
  milliseconds: z.number(),
  detail: z.string(),
}) satisfies z.ZodType<Rehearsal>

const found = {
  line: z.int(),
  title: z.string(),
  finding: z.strictObject({
    rule: z.string(),
    compatibility,
    lock: z.enum(['none', 'brief', 'scan', 'rewrite', 'non-transactional']),
    message: z.string(),
    allowed: z.string().exactOptional(),
  }),
}

const placedFinding = z.union([
  z.strictObject({ package: nameSchema, migration: z.string(), ...found }),
  z.strictObject({ path: z.string(), ...found }),
]) satisfies z.ZodType<PlacedFinding>

const overtaking = z.strictObject({
  package: nameSchema,
  version: versionSchema,
  objects: z.array(z.string()),
  result: z.enum(['independent', 'commutes', 'needs-it', 'differs', 'fails']),
  unproved: z.array(z.string()),
}) satisfies z.ZodType<Overtaking>

const decision = z.strictObject({
  state,
  gates: z.array(
    z.strictObject({
      gate: z.enum([
        ...(['deployed', 'rehearsed', 'migrations', 'approvals', 'checks', 'freeze', 'content', 'promotion', 'release'] as const),
        ...(['hold', 'stop', 'pause', 'presence', 'requires', 'governance', 'lease'] as const),
      ]),
      state,
      reasons: z.array(z.string()),
      waitsOn: z.array(z.string()),
      until: z.string().exactOptional(),
      override: z.strictObject({ person, reason: z.string() }).exactOptional(),
    }),
  ),
}) satisfies z.ZodType<Decision>

export const built = z.strictObject({
  kind: z.literal('built'),
  package: packageRefSchema,
  people: z.array(z.string()),
  feature: z.string().exactOptional(),
}) satisfies z.ZodType<BuiltEntry>

export const release = z.strictObject({
  kind: z.literal('release'),
  content: oidSchema,
  digest: digestSchema,
}) satisfies z.ZodType<ReleaseEntry>

export const releaseDropped = z.strictObject({
  kind: z.literal('release-dropped'),
  content: oidSchema,
  digest: digestSchema,
  reason: z.string(),
}) satisfies z.ZodType<ReleaseDroppedEntry>

export const promotion = z.strictObject({
  kind: z.literal('promotion'),
  operation: operationSchema,
  environment: nameSchema,
  package: packageRefSchema,
  replaces: packageRefSchema.exactOptional(),
  pullRequest: z.int(),
  tip: oidSchema,
  head: oidSchema,
  tree: oidSchema,
  content: oidSchema,
  state: z.enum(['ready', 'conflict', 'refused']),
  effect: effect.exactOptional(),
  rehearsal: rehearsal.exactOptional(),
  lane: z.strictObject({ name: z.string(), reason: z.string() }).exactOptional(),
  resolvedBy: z.string().exactOptional(),
  neighbours: packagesSchema,
  findings: z.array(placedFinding),
  overtakes: z.array(overtaking),
  detail: z.string().exactOptional(),
}) satisfies z.ZodType<PromotionEntry>

export const refusal = z.strictObject({
  kind: z.literal('refusal'),
  environment: nameSchema,
  package: packageRefSchema,
  tip: oidSchema,
  reason: z.string(),
  message: z.string(),
  advice: z.array(z.string()),
  rehearsal: rehearsal.exactOptional(),
}) satisfies z.ZodType<RefusalEntry>

export const sync = z.strictObject({
  kind: z.literal('sync'),
  operation: operationSchema,
  environment: nameSchema,
  production: z.strictObject({ environment: nameSchema, commit: oidSchema }),
  baseline: oidSchema,
  pullRequest: z.int(),
  tip: oidSchema,
  head: oidSchema,
  tree: oidSchema,
  content: oidSchema,
  state: z.enum(['ready', 'conflict']),
  packages: packagesSchema,
  brings: packagesSchema,
  leaves: z.array(z.strictObject({ package: packageRefSchema, reason: z.string() })),
  commits: z.int(),
  effect: effect.exactOptional(),
  rehearsal: rehearsal.exactOptional(),
  resolvedBy: z.string().exactOptional(),
  neighbours: packagesSchema,
  findings: z.array(placedFinding),
  detail: z.string().exactOptional(),
}) satisfies z.ZodType<SyncEntry>

export const approval = z.strictObject({
  kind: z.literal('approval'),
  environment: nameSchema,
  package: nameSchema,
  digest: digestSchema,
  effect: digestSchema,
  pullRequest: z.int(),
  person,
  review: z.int(),
  submittedAt: instantSchema,
}) satisfies z.ZodType<ApprovalEntry>

export const decided = z.strictObject({
  kind: z.literal('decision'),
  environment: nameSchema,
  package: nameSchema,
  pullRequest: z.int(),
  head: oidSchema,
  effect: digestSchema.exactOptional(),
  decision,
  config: oidSchema,
}) satisfies z.ZodType<DecisionEntry>

export const act = z.strictObject({
  kind: z.literal('act'),
  act: z.enum(['acknowledge', 'hold', 'release', 'override', 'stop', 'resume']),
  person,
  role: z.string(),
  reason: z.string(),
  environment: nameSchema.exactOptional(),
  package: nameSchema.exactOptional(),
  digest: digestSchema.exactOptional(),
  effect: digestSchema.exactOptional(),
  gates: z.array(z.string()).exactOptional(),
  lane: z.string().exactOptional(),
  until: instantSchema.exactOptional(),
}) satisfies z.ZodType<ActEntry>

export const resolution = z.strictObject({
  kind: z.literal('resolution'),
  environment: nameSchema,
  package: nameSchema,
  person,
  paths: z.array(z.string()),
  ids: z.array(oidSchema),
}) satisfies z.ZodType<ResolutionEntry>

export const foreign = z.strictObject({
  kind: z.literal('foreign'),
  environment: nameSchema,
  commit: oidSchema,
  verdicts: z.record(nameSchema, z.enum(['noted', 'present', 'absent', 'unknown'])),
  reason: z.string(),
}) satisfies z.ZodType<ForeignEntry>

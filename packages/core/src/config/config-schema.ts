import * as z from 'zod'
import { isBrokenReference, variableNamePattern } from '../names/environment-variable.ts'
import { isBranchName } from '../names/branch-name.ts'
import { namePattern } from '../names/name.ts'
import { escapes } from '../package/package-path.ts'
import { durationPattern } from './duration.ts'
import { freezeRuleProblem } from './freeze-rule.ts'

/** Every text of the file in its own words; `build-config` turns it into `Config`. The JSON Schema for editors comes from here too. */
const text = z.string().min(1).max(65_536)
const name = z
  .string()
  .regex(namePattern, 'must be 1 to 63 lower-case letters, digits and dashes, beginning with a letter or digit')
const duration = z.string().regex(durationPattern, 'must be a whole number and one of ms, s, m, h, d, w, such as 24h')
const folder = text.refine((path) => !escapes(path), 'must be a folder inside the repository, without a slash at its end')
const reference = text.refine((value) => !isBrokenReference(value), 'must be env:NAME with letters, digits and underscores')
const appSlug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be the slug of a GitHub App: lower-case letters, digits and dashes')
const compatibility = z.enum(['expand', 'contract', 'behavioural', 'data', 'unknown'])
const gateKind = z.enum(['deployed', 'rehearsed', 'migrations', 'approvals', 'checks', 'freeze', 'content'])

const freezeWindow = z.strictObject({
  rule: text.superRefine((rule, context) => {
    const problem = freezeRuleProblem(rule)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: `is not a recurrence rule: ${problem}` })
  }),
  for: duration,
})

const check = z.union([text, z.strictObject({ name: text, app: appSlug })], {
  error: 'must be the name of a check, or `{ name, app }` with the slug of the GitHub App that reports it',
})

const gateMembers = {
  deployed: z.strictObject({ to: name, for: duration.exactOptional() }).exactOptional(),
  rehearsed: z.strictObject({ on: z.literal('clone') }).exactOptional(),
  migrations: z
    .strictObject({ allow: z.array(compatibility).exactOptional(), ask: z.array(compatibility).exactOptional() })
    .exactOptional(),
  approvals: z
    .strictObject({
      count: z.int().min(1).max(20).exactOptional(),
      teams: z.array(text).exactOptional(),
      'four-eyes': z.boolean().exactOptional(),
    })
    .exactOptional(),
  checks: z.array(check).min(1).exactOptional(),
  freeze: z.array(freezeWindow).min(1).exactOptional(),
  content: z.strictObject({ 'verified-in': name }).exactOptional(),
}

const gate = z
  .strictObject(gateMembers)
  .refine(hasOneKey, 'must be one gate, such as `- checks: [ci]`')
  .meta({ minProperties: 1, maxProperties: 1 })

/** What `decideRepair` asks for; another kind would be passed over in silence. */
const rollbackGate = gate
  .refine(isRollbackGate, 'must be `checks` or `approvals`: nothing else holds up the way back')
  .meta({ minProperties: 1, maxProperties: 1 })

const lane = z.strictObject({ skip: z.array(gateKind).exactOptional(), require: z.array(gate).exactOptional() })

const verifyStep = z
  .strictObject({
    sql: text.exactOptional(),
    database: name.exactOptional(),
    http: reference.regex(/^(https?:\/\/\S+|env:.*)$/, 'must begin with http:// or https://, or be env:NAME').exactOptional(),
    expect: z.int().min(100).max(599).exactOptional(),
    command: text.exactOptional(),
    timeout: duration.exactOptional(),
  })
  .superRefine((step, context) => {
    const problem = verifyProblem(step)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })

const database = z.strictObject({
  engine: z.enum(['postgres', 'embedded']).exactOptional(),
  url: reference,
  template: reference.exactOptional(),
  provision: text.exactOptional(),
})

export const environmentSchema = z.strictObject({
  branch: text.refine(isBranchName, 'must be the name of a branch'),
  after: z.array(name).exactOptional(),
  disposable: z.boolean().exactOptional(),
  snapshot: z.boolean().exactOptional(),
  'auto-promote': z.boolean().exactOptional(),
  databases: z.record(name, database).exactOptional(),
  deploy: text.exactOptional(),
  verify: z.array(verifyStep).exactOptional(),
  config: z
    .record(z.string().regex(variableNamePattern, 'must be a name of letters, digits and underscores'), reference)
    .exactOptional(),
  gates: z.array(gate).exactOptional(),
  'rollback-gates': z.array(rollbackGate).exactOptional(),
  lanes: z.record(name, lane).exactOptional(),
})

/** Two is the least: what runs, and what a rollback would bring back. */
const keep = z.strictObject({ for: duration, states: z.int().min(2).max(1000).exactOptional() })

export const configSchema = z.strictObject({
  version: z.literal(1),
  database: z
    .strictObject({ migrations: folder.exactOptional(), objects: folder.exactOptional(), state: folder.exactOptional() })
    .exactOptional(),
  release: z.strictObject({ build: text, files: z.array(text).min(1), keep: keep.exactOptional() }).exactOptional(),
  environments: z.record(name, environmentSchema),
})

export type RawConfig = z.infer<typeof configSchema>
export type RawEnvironment = z.infer<typeof environmentSchema>
export type RawGate = z.infer<typeof gate>
export type RawVerifyStep = z.infer<typeof verifyStep>

function hasOneKey(value: object): boolean {
  return Object.keys(value).length === 1
}

/** Of a gate with two keys or none something else is said already. */
function isRollbackGate(value: object): boolean {
  return !hasOneKey(value) || 'checks' in value || 'approvals' in value
}

function verifyProblem(step: object): string | undefined {
  const keys = Object.keys(step).filter((key) => key !== 'timeout')
  const kinds = keys.filter((key) => key === 'sql' || key === 'http' || key === 'command')
  if (kinds.length !== 1) return 'must have exactly one of `sql`, `http` and `command`'
  const companion = kinds[0] === 'sql' ? 'database' : kinds[0] === 'http' ? 'expect' : undefined
  const stranger = keys.find((key) => key !== kinds[0] && key !== companion)
  return stranger === undefined ? undefined : `has \`${stranger}\`, which means nothing beside \`${kinds[0] ?? ''}\``
}

import { digestOf } from '../digest.ts'
import type { Config, DatabaseConfig, Environment, GateConfig, Lane, ReleaseConfig, VerifyStep } from './config.ts'
import { inferEngine } from './check-references.ts'
import type { RawConfig, RawEnvironment, RawGate, RawVerifyStep } from './config-schema.ts'
import { parseDuration } from './duration.ts'
import { pipelineOrder } from './pipeline.ts'

const keptStates = 10
const sqlTimeout = '60s'
const httpTimeout = '30s'
const commandTimeout = '10m'

/** Fills in defaults and puts the environments in pipeline order. What it is given was checked. */
export function buildConfig(raw: RawConfig, { file, blob }: { file: string; blob: string }): Config {
  const stops = Object.entries(raw.environments).map(([name, environment]) => ({
    name,
    after: environment.after ?? [],
    environment,
  }))
  const order = pipelineOrder(stops)
  return {
    version: 1,
    path: file,
    blob,
    database: { migrations: 'db/migrations', ...raw.database },
    ...(raw.release === undefined ? {} : { release: buildRelease(raw.release) }),
    environments: order.map(({ name, environment }, index) => buildEnvironment(name, environment, index === order.length - 1)),
  }
}

function buildRelease({ keep, ...release }: NonNullable<RawConfig['release']>): ReleaseConfig {
  return keep === undefined ? release : { ...release, keep: { for: parseDuration(keep.for), states: keep.states ?? keptStates } }
}

function buildEnvironment(name: string, raw: RawEnvironment, production: boolean): Environment {
  const databases = mapValues(raw.databases ?? {}, buildDatabase)
  const verify = (raw.verify ?? []).map((step) => buildVerifyStep(step, Object.keys(databases)[0] ?? 'main'))
  const config = raw.config ?? {}
  return {
    name,
    branch: raw.branch,
    after: raw.after ?? [],
    production,
    disposable: raw.disposable ?? false,
    snapshot: raw.snapshot ?? false,
    autoPromote: raw['auto-promote'] ?? false,
    databases,
    ...(raw.deploy === undefined ? {} : { deploy: raw.deploy }),
    verify,
    config,
    gates: (raw.gates ?? []).flatMap(buildGate),
    rollbackGates: (raw['rollback-gates'] ?? []).flatMap(buildGate),
    lanes: mapValues(raw.lanes ?? {}, buildLane),
    digest: digestOf({ config, deploy: raw.deploy, verify }),
  }
}

type RawDatabase = NonNullable<RawEnvironment['databases']>[string]
type RawLane = NonNullable<RawEnvironment['lanes']>[string]

function buildDatabase(raw: RawDatabase): DatabaseConfig {
  return {
    engine: raw.engine ?? inferEngine(raw.url),
    url: raw.url,
    ...(raw.template === undefined ? {} : { template: raw.template }),
    ...(raw.provision === undefined ? {} : { provision: raw.provision }),
  }
}

function buildVerifyStep(raw: RawVerifyStep, onlyDatabase: string): VerifyStep {
  const timeout = (usual: string): number => parseDuration(raw.timeout ?? usual)
  if (raw.sql !== undefined)
    return { kind: 'sql', sql: raw.sql, database: raw.database ?? onlyDatabase, timeout: timeout(sqlTimeout) }
  if (raw.http !== undefined) return { kind: 'http', url: raw.http, expect: raw.expect ?? 200, timeout: timeout(httpTimeout) }
  return { kind: 'command', command: raw.command ?? '', timeout: timeout(commandTimeout) }
}

/** One gate, as the schema made sure. */
function buildGate(raw: RawGate): GateConfig[] {
  const { deployed, rehearsed, migrations, approvals, checks, freeze, content } = raw
  if (deployed !== undefined) return [{ gate: 'deployed', to: deployed.to, for: parseDuration(deployed.for ?? '0s') }]
  if (rehearsed !== undefined) return [{ gate: 'rehearsed', on: rehearsed.on }]
  if (migrations !== undefined) return [{ gate: 'migrations', allow: migrations.allow ?? [], ask: migrations.ask ?? [] }]
  if (approvals !== undefined) {
    return [
      { gate: 'approvals', count: approvals.count ?? 1, teams: approvals.teams ?? [], fourEyes: approvals['four-eyes'] ?? true },
    ]
  }
  if (checks !== undefined)
    return [{ gate: 'checks', checks: checks.map((each) => (typeof each === 'string' ? { name: each } : each)) }]
  if (freeze !== undefined)
    return [{ gate: 'freeze', windows: freeze.map((each) => ({ rule: each.rule, for: parseDuration(each.for) })) }]
  return content === undefined ? [] : [{ gate: 'content', verifiedIn: content['verified-in'] }]
}

function buildLane(raw: RawLane): Lane {
  return { skip: raw.skip ?? [], require: (raw.require ?? []).flatMap(buildGate) }
}

function mapValues<A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

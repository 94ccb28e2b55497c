import type { Environment } from '../config/config.ts'
import { losableObjects } from '../deployment/data-objects.ts'
import type { DatabasePlan, DesiredPackage } from '../deployment/database-plan.ts'
import { digestOf } from '../digest.ts'
import type { Effect } from '../ledger/record.ts'
import type { StatementAnalysis } from '../package/analysis.ts'
import type { ChangedPath } from '../package/package.ts'
import type { ObjectChange } from '../ports/database.ts'
import { touchedObjects } from './shared-objects.ts'

export interface EffectParts {
  environment: Environment
  plan: Pick<DatabasePlan, 'apply' | 'undo'>
  desired: readonly DesiredPackage[]
  /** What the target holds or keeps on the record, for what is taken back first. */
  former?: readonly DesiredPackage[]
  delta: Effect['delta']
  undo: Effect['undo']
  /** Programmable objects that change; none when absent. */
  definitions?: readonly ObjectChange[]
  noRows?: NonNullable<Effect['noRows']>
  /** Difference of the target's content before and after. */
  paths: readonly ChangedPath[]
}

/** What people approve: statements in order with their classes, catalog delta, undo plan, changed paths, the environment's own settings. Neighbours on other paths and objects leave it equal. */
export function effectOf(parts: EffectParts): Effect {
  const statements = parts.plan.apply.map((step) => {
    const desired = parts.desired.find((each) => each.pkg.manifest.name === step.package)
    const migration = desired?.analysis.migrations.find((each) => each.id === step.migration)
    const compatibility = migration?.statements.map(classOf) ?? ['unknown' as const]
    return { package: step.package, migration: step.migration, checksum: migration?.checksum ?? '', compatibility }
  })
  const paths = parts.paths.map(({ path, before, after }) => ({ path, ...side('before', before), ...side('after', after) }))
  const undone = parts.plan.undo.map((row) => ({ package: row.package, migration: row.migration, checksum: row.checksum }))
  const body = {
    statements,
    delta: parts.delta,
    undo: parts.undo,
    paths,
    environment: parts.environment.digest,
    ...changedDefinitions(parts.definitions),
  }
  const changed = parts.desired.filter((each) => parts.plan.apply.some((step) => step.package === each.pkg.manifest.name))
  const defined = (parts.definitions ?? []).flatMap(({ name }) => [name, name.replace(/\(.*$/s, '')])
  const objects = [...new Set([...touchedObjects(changed.map((each) => each.analysis)), ...defined])].sort()
  const seen = parts.noRows === undefined ? {} : { noRows: parts.noRows }
  return { ...body, ...seen, ...takenBack(parts), digest: digestOf({ ...body, undone }), objects }
}

function changedDefinitions(changes: readonly ObjectChange[] = []): Pick<Effect, 'definitions'> {
  if (changes.length === 0) return {}
  return {
    definitions: changes.map(({ name, change, findings }) => ({
      name,
      change,
      compatibility: findings.map(({ compatibility }) => compatibility),
    })),
  }
}

/** Said to people; the digest is over which migrations these are, and what they take follows from them. */
function takenBack({ plan, former = [] }: EffectParts): Pick<Effect, 'undone'> {
  if (plan.undo.length === 0) return {}
  const undone = plan.undo.map(({ package: name, migration }) => {
    const analysis = former.find((each) => each.pkg.manifest.name === name)?.analysis
    const objects = analysis?.migrations.find((each) => each.id === migration)
    const loses = objects === undefined ? [] : losableObjects(objects).map((each) => each.name)
    return { package: name, migration, loses: [...new Set(loses)] }
  })
  return { undone }
}

/** The gravest class of a statement; one without findings is known to be safe by a rule and says `expand`. */
export function classOf(statement: StatementAnalysis): Effect['statements'][number]['compatibility'][number] {
  const order = ['contract', 'unknown', 'behavioural', 'data', 'expand'] as const
  return order.find((grave) => statement.findings.some((finding) => finding.compatibility === grave)) ?? 'expand'
}

function side<K extends 'before' | 'after'>(key: K, blob: { mode: string; oid: string } | undefined): Partial<Record<K, string>> {
  if (blob === undefined) return {}
  const entry: Partial<Record<K, string>> = {}
  entry[key] = `${blob.mode} ${blob.oid}`
  return entry
}

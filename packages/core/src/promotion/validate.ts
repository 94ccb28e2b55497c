import type { Environment } from '../config/config.ts'
import { checkDeclaredConfig, loadObjects, loadPackages, packageOrigin, scratchOrigin } from '../deployment/load.ts'
import { planDatabase, type DatabasePlan, type DesiredPackage } from '../deployment/database-plan.ts'
import type { PlacedFinding } from '../gate/facts.ts'
import type { Effect, Overtaking, Rehearsal } from '../ledger/record.ts'
import type { RanByHalf } from '../ledger/rollbacks.ts'
import type { Oid, PackageRef } from '../package/package.ts'
import type { ObjectDefinition, ScratchOrigin } from '../ports/database.ts'
import type { Room } from '../ports/runtime.ts'
import { effectOf } from './effect.ts'
import { judgeObjects } from './judge-objects.ts'
import { placeFindings } from './place-findings.ts'
import { recordedLog } from './recorded-log.ts'
import { proveOvertaking, type OvertakingRequest } from './overtaking.ts'
import type { Refusal } from './refusal.ts'
import { rehearse, type RehearsalResult } from './rehearse.ts'
import { needsOf } from './shared-objects.ts'

export interface ValidationRequest {
  environment: Environment
  /** The one package that moves, where there is one. */
  package?: PackageRef
  /** Recorded set of the target, and packages whose structures were left behind there. */
  before: readonly PackageRef[]
  leftBehind: readonly PackageRef[]
  /** Versions of that set which failed there and were not taken back. */
  ran: RanByHalf
  after: readonly PackageRef[]
  tip: Oid
  /** Tree that the promotion gives. */
  tree: Oid
  /** What an environment before holds, no later than this, and the target does not. */
  overtaken: readonly PackageRef[]
  /** Undo proofs that the ledger holds of versions the target ran, by `package/migration` of that version's digest. */
  proved: (digest: string, migration: string) => boolean
}

export interface Validation {
  effect: Effect
  findings: PlacedFinding[]
  rehearsal?: Rehearsal
  overtakes: Overtaking[]
  /** What this promotion cannot do, found by reading or by rehearsing. */
  refusal?: Refusal
}

/** Proves on a scratch database what the promotion will do, before anything is written anywhere. */
export async function validatePromotion(room: Room, request: ValidationRequest): Promise<Validation> {
  const { host, config } = room
  const before = await loadPackages(host, request.before)
  const after = await loadPackages(host, request.after)
  const leftBehind = await loadPackages(host, request.leftBehind)
  const overtaken = await loadPackages(host, request.overtaken)
  const moving = movingPackage(request, after)
  checkDeclaredConfig(request.environment, after)
  const log = [...recordedLog(leftBehind, ['applied', 'left-behind']), ...recordedLog(before, ['applied'], request.ran)]
  const plan = planDatabase(log, after, (row) => request.proved(row.digest, `${row.package}/${row.migration}`))
  const refusal = refuseByPlan(request, plan) ?? (moving && refuseByObjects(request.environment, moving, overtaken))
  const objects = await loadSides(room, request)
  const origin = refusal === undefined ? scratchOrigin(config, request.environment, host) : undefined
  const result =
    origin === undefined ? undefined : await rehearsePromotion(room, request, origin, { before, leftBehind, after }, objects)
  const runs = plan.apply.flatMap((each) => (each.package === request.package?.name ? [each.migration] : []))
  const proves = moving !== undefined && result !== undefined && result.failure === undefined
  const overtakes = proves ? await proveAll(room, request, { origin, present: before, moving, runs }, overtaken) : []
  const paths = (await host.git.diff(request.tip, request.tree)).filter((each) => !each.path.startsWith('.stagecoach/'))
  const delta = result?.delta ?? 'not-comparable'
  const judged = await judgeObjects(host.databases, objects, [...before, ...leftBehind, ...after], delta)
  const effect = effectOf({
    environment: request.environment,
    plan,
    desired: after,
    former: [...before, ...leftBehind],
    delta,
    definitions: judged.changes,
    ...undoVerdicts(result),
    paths,
  })
  const stopped = refusal ?? refuseByRehearsal(request, result)
  return {
    effect,
    findings: placeFindings(plan, after, judged),
    overtakes,
    ...(result === undefined ? {} : { rehearsal: result.rehearsal }),
    ...(stopped === undefined ? {} : { refusal: stopped }),
  }
}

function undoVerdicts(result: RehearsalResult | undefined): Pick<Effect, 'undo' | 'noRows'> {
  const { undo = {}, noRows } = result ?? {}
  return { undo, ...(noRows === undefined ? {} : { noRows }) }
}

function movingPackage({ package: pkg }: ValidationRequest, after: readonly DesiredPackage[]): DesiredPackage | undefined {
  if (pkg === undefined) return undefined
  const found = after.find((each) => each.pkg.manifest.name === pkg.name)
  if (found === undefined) throw new Error(`The set after the promotion lacks ${pkg.name}.`)
  return found
}

/** Programmable objects of the target's tip and of what the promotion gives. */
type ObjectSides = Record<'before' | 'after', readonly ObjectDefinition[]>

async function loadSides({ host, config }: Room, { tip, tree }: ValidationRequest): Promise<ObjectSides> {
  return { before: await loadObjects(host, config, tip), after: await loadObjects(host, config, tree) }
}

async function rehearsePromotion(
  room: Room,
  request: ValidationRequest,
  origin: ScratchOrigin,
  { before, leftBehind, after }: Record<'before' | 'leftBehind' | 'after', readonly DesiredPackage[]>,
  objects: ObjectSides,
): Promise<RehearsalResult> {
  const { host } = room
  return rehearse(host.databases, {
    origin,
    before: { packages: before, objects: objects.before },
    leftBehind,
    ran: request.ran,
    after: { packages: after, objects: objects.after },
    material: { origin: packageOrigin(host) },
    config: literalConfig(request.environment),
    progress: (line) => host.progress(line),
  })
}

async function proveAll(
  room: Room,
  request: ValidationRequest,
  { origin, ...proved }: Pick<OvertakingRequest, 'present' | 'moving' | 'runs'> & { origin: ScratchOrigin | undefined },
  overtaken: readonly DesiredPackage[],
): Promise<Overtaking[]> {
  if (origin === undefined) return []
  const { host } = room
  const overtakes: Overtaking[] = []
  const shared = {
    ...proved,
    origin,
    objects: [],
    material: { origin: packageOrigin(host) },
    config: literalConfig(request.environment),
  }
  for (const left of overtaken) overtakes.push(await proveOvertaking(host.databases, shared, left))
  return overtakes
}

/** Values of `config` for a scratch database: secrets stay names, since a rehearsal has none. */
function literalConfig(environment: Environment): Record<string, string> {
  return environment.config
}

function refuseByPlan({ environment }: ValidationRequest, plan: DatabasePlan): Refusal | undefined {
  const changed = plan.problems.filter((problem) => problem.kind === 'applied-changed')
  if (changed.length === 0) return undefined
  const names = changed.map((problem) => `${problem.package}/${problem.migration} was ${problem.why}`)
  return {
    reason: 'applied-changed',
    message: `${environment.name} has run what this version changes, and no proved undo takes it back: ${names.join('; ')}.`,
    advice: ['Put the change into a new migration file and leave the applied one as it was.'],
  }
}

/** Found by reading alone: SQL that names an object which only a package left behind makes. */
function refuseByObjects(
  environment: Environment,
  moving: DesiredPackage,
  overtaken: readonly DesiredPackage[],
): Refusal | undefined {
  for (const left of overtaken) {
    const made = needsOf(moving.analysis, left.analysis)
    if (made.length === 0) continue
    const { name } = left.pkg.manifest
    return {
      reason: 'object-missing',
      message: `${moving.pkg.manifest.name} needs ${made.join(', ')}, which ${name} makes and ${environment.name} does not hold.`,
      advice: [`Promote ${name} to ${environment.name} first, and write \`requires: [${name}]\` into package.yml.`],
    }
  }
  return undefined
}

/** SQLSTATE of an undefined table, column, function or other object (PostgreSQL, appendix A). */
const undefinedObject = new Set(['42P01', '42703', '42883', '42704'])

function refuseByRehearsal({ environment }: ValidationRequest, result: RehearsalResult | undefined): Refusal | undefined {
  if (result?.failure === undefined) return undefined
  const { failure } = result
  const missing = undefinedObject.has(failure.details['sqlstate'] ?? '')
  return {
    reason: missing ? 'object-missing' : 'rehearsal-failed',
    message: `On a copy of ${environment.name}: ${failure.message}`,
    advice: [failure.hint ?? 'Mend the SQL on the feature branch and push.'],
  }
}

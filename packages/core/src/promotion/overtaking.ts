import type { DesiredPackage } from '../deployment/database-plan.ts'
import { planDatabase } from '../deployment/database-plan.ts'
import { fingerprint } from '../deployment/fingerprint.ts'
import { runPlan, type PlanMaterial } from '../deployment/run-plan.ts'
import { StagecoachError } from '../error.ts'
import type { Overtaking } from '../ledger/record.ts'
import type { Databases, ObjectDefinition, ScratchOrigin } from '../ports/database.ts'
import { dataStatements, needsOf, sharedObjects } from './shared-objects.ts'

export interface OvertakingRequest {
  origin: ScratchOrigin
  /** The target's recorded set, in canonical order. */
  present: readonly DesiredPackage[]
  objects: readonly ObjectDefinition[]
  moving: DesiredPackage
  /** Ids of its migrations that will run; what the target ran of an earlier version meets nobody any more. */
  runs: readonly string[]
  material: Pick<PlanMaterial, 'origin'>
  config: Record<string, string>
}

/** What speaks for `moving` going without `left`: no common object, or the same catalog in both orders. The data statements on common tables stay unproved and are said. */
export async function proveOvertaking(
  databases: Databases,
  request: OvertakingRequest,
  left: DesiredPackage,
): Promise<Overtaking> {
  const { name, version } = left.pkg.manifest
  const arriving = arrivingPart(request)
  const objects = sharedObjects(arriving, left.analysis)
  if (needsOf(left.analysis, arriving).length > 0) {
    return { package: name, version, objects, result: await onlyOrder(databases, request, left), unproved: [] }
  }
  const unproved = [...dataStatements(arriving, objects), ...dataStatements(left.analysis, objects)]
  const result = objects.length === 0 ? 'independent' : await compareOrders(databases, request, left)
  return { package: name, version, objects, result, unproved }
}

function arrivingPart({ moving, runs }: Pick<OvertakingRequest, 'moving' | 'runs'>): DesiredPackage['analysis'] {
  return { ...moving.analysis, migrations: moving.analysis.migrations.filter(({ id }) => runs.includes(id)) }
}

/** What is left needs what moves: no other order exists, and this one must work. */
async function onlyOrder(databases: Databases, request: OvertakingRequest, left: DesiredPackage): Promise<Overtaking['result']> {
  try {
    await replayInOrder(databases, request, [request.moving, left])
    return 'needs-it'
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    return 'fails'
  }
}

async function compareOrders(
  databases: Databases,
  request: OvertakingRequest,
  left: DesiredPackage,
): Promise<Overtaking['result']> {
  try {
    const one = await replayInOrder(databases, request, [request.moving, left])
    const other = await replayInOrder(databases, request, [left, request.moving])
    return one === other ? 'commutes' : 'differs'
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    return 'fails'
  }
}

/** Fingerprint after the recorded state and these packages, one after another. */
async function replayInOrder(
  databases: Databases,
  request: OvertakingRequest,
  order: readonly DesiredPackage[],
): Promise<string> {
  const scratch = await databases.scratch(request.origin)
  const context = { operation: 'rehearsal', fence: 0, config: request.config }
  try {
    await scratch.prepare()
    let desired = [...request.present]
    for (const next of [undefined, ...order]) {
      if (next !== undefined) desired = [...desired.filter((each) => each.pkg.manifest.name !== next.pkg.manifest.name), next]
      const plan = planDatabase(await scratch.log(), desired, () => true)
      await runPlan(scratch, plan, { ...request.material, desired, objects: request.objects }, context)
    }
    return fingerprint(await scratch.catalog())
  } finally {
    await scratch.close()
  }
}

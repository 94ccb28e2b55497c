import { StagecoachErrors } from '../error.ts'
import type { NewEntry } from '../ledger/record.ts'
import type { LedgerView, RecordOf } from '../ledger/history.ts'
import { newestPromotion } from '../ledger/promotions.ts'
import { builtRecord } from '../ledger/trusted.ts'
import type { Result } from '../outcome.ts'
import type { Actor } from '../ports/actor.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { readWorld, type World } from '../world.ts'
import { takenOver } from './build-before.ts'
import { assemblePackage, type AssembledPackage } from './assemble-package.ts'
import { checkUncontaminated, featureBase } from './feature-base.ts'
import { featureSource, type FeatureRequest } from './feature-source.ts'
import type { Manifest, Oid, PackageRef } from './package.ts'
import { storePackage } from './store-package.ts'

export interface BuildRequest extends FeatureRequest {
  /** SemVer; by default the pseudo-version of the commit. */
  version?: string
  dryRun?: boolean
}

/** Builds a feature at one commit into an immutable package, once: a build of a source that is stored already adopts it, and no later build computes its base again.
 *  @throws StagecoachErrors `package-invalid`, `sql-syntax`; StagecoachError `package-no-base`, `package-contaminated`, `package-several`, `package-missing-folder`, `package-other-branch`, … */
export async function buildPackage(room: Room, request: BuildRequest): Promise<Result> {
  const { host } = room
  const world = await readWorld(room)
  const source = await featureSource(room, world, request)
  const earlier = await storedAt(room, source)
  const wanted = request.version === undefined ? earlier[0] : earlier.find((each) => each.version === request.version)
  if (wanted !== undefined) {
    const { ref, manifest } = await host.packages.read(wanted.name, wanted.version)
    if (request.dryRun === true) return describe('unchanged', ref)
    return finish(room, world, { ref, manifest, outcome: 'unchanged', feature: request.feature })
  }
  const base = earlier[0]?.base ?? (await newBase(room, world, source))
  const assembled = await assemblePackage(room, source, base, request.version)
  const replaced = earlier.length > 0 ? undefined : await takenOver(room, world, assembled.manifest, request.feature)
  host.progress(`package ${assembled.manifest.name} ${assembled.manifest.version} from ${source}`)
  await analyse(room, assembled)
  if (request.dryRun === true) {
    const { ref } = await host.packages.prepare(assembled.manifest, assembled.folder.bytes)
    return withPredecessor(describe('planned', ref), replaced)
  }
  const { ref } = await storePackage(room, assembled)
  return withPredecessor(
    await finish(room, world, { ref, manifest: assembled.manifest, outcome: 'built', feature: request.feature }),
    replaced,
  )
}

function withPredecessor(result: Result, replaced: RecordOf<'built'> | undefined): Result {
  if (replaced === undefined) return result
  const { version, source } = replaced.package
  return { ...result, message: `${result.message} It takes the place of ${version}, whose commit ${source} it does not contain.` }
}

/** Troubles are told by their paths in the repository, where an annotation of a pull request finds them. */
async function analyse({ host, config }: Room, { manifest, folder }: AssembledPackage): Promise<void> {
  try {
    await host.databases.analyse(manifest, folder.bytes)
  } catch (error) {
    throw error instanceof StagecoachErrors ? error.below(`${config.database.migrations}/${manifest.name}`) : error
  }
}

/** Versions built from this very commit, pseudo-versions first; each read, so that its digest is verified. */
async function storedAt({ host }: Room, source: Oid): Promise<PackageRef[]> {
  const found = (await host.packages.versions()).filter((each) => each.source === source)
  const refs = await Promise.all(found.map(async ({ name, version }) => (await host.packages.read(name, version)).ref))
  return refs.sort((a, b) => (a.version < b.version ? -1 : 1))
}

async function newBase(room: Room, world: World, source: Oid): Promise<Oid> {
  await checkUncontaminated(room, world, source)
  return featureBase(room, world, source)
}

interface Built {
  ref: PackageRef
  manifest: Manifest
  outcome: 'built' | 'unchanged'
  feature: string | undefined
}

/** Ledger, then whoever carries it on. A run killed anywhere on the way ends here when it is run again. */
async function finish(room: Room, { view }: World, { ref, manifest, outcome, feature }: Built): Promise<Result> {
  const { host } = room
  const key = builtKey(view, ref, host.actor)
  if (key !== undefined) {
    const people = await peopleOf(room, manifest)
    const entry: NewEntry = { kind: 'built', key, package: ref, people, ...(feature === undefined ? {} : { feature }) }
    await host.ledger.append(() => [entry])
  }
  const next = firstPromotions(room, view, ref)
  for (const { workflow, inputs } of next) await host.forge.dispatch(workflow, inputs)
  return { ...describe(outcome, ref), next }
}

/** Recorded once; and again when somebody known builds what nobody knows who built, while it is the newest. Undefined when there is nothing to record. */
function builtKey(view: LedgerView, ref: PackageRef, { login, triggering = login, unknown }: Actor): string | undefined {
  if (builtRecord(view, ref.digest) === undefined) return `built:${ref.digest}`
  const newest = view.of('built').findLast((each) => each.package.name === ref.name)
  if (unknown === true || newest?.package.digest !== ref.digest || newest.by.unknown !== true) return undefined
  return `built:${ref.digest}:${triggering}`
}

/** A login for everybody GitHub knows, else the address, lower case. */
async function peopleOf({ host }: Room, { base, source, authors }: Manifest): Promise<string[]> {
  const known = await host.forge.commitPeople(base, source)
  const resolved = new Set(known.flatMap(({ login, email }) => (login === undefined ? [] : [email.toLowerCase()])))
  const people = [...authors, ...known.map(({ login, email }) => login ?? email)].map((each) => each.toLowerCase())
  return [...new Set(people)].filter((each) => each !== '' && !resolved.has(each)).sort()
}

/** Environments with nothing before them that take packages without being asked, and were not asked for this one yet. */
function firstPromotions({ config }: Room, view: LedgerView, ref: PackageRef): NonNullable<Result['next']> {
  const first = config.environments.filter((each) => each.after.length === 0 && each.autoPromote)
  return first
    .filter((each) => newestPromotion(view, each.name, ref.name)?.package.digest !== ref.digest)
    .map((each) => ({ workflow: workflows.promote, inputs: { environment: each.name, package: ref.name } }))
}

function describe(outcome: 'built' | 'unchanged' | 'planned', ref: PackageRef): Result {
  const said = { built: 'was built', unchanged: 'is stored already', planned: 'would be built' }[outcome]
  return {
    schema: 1,
    outcome,
    reason: outcome === 'unchanged' ? 'nothing-to-do' : 'done',
    message: `The package ${ref.name} ${ref.version} ${said} from ${ref.source}, digest ${ref.digest}.`,
    packages: [ref.name],
    versions: { [ref.name]: ref.version },
    shas: { head: ref.source },
  }
}

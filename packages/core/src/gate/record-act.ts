import type { Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import type { ActEntry, NewEntry } from '../ledger/record.ts'
import { newestPromotion } from '../ledger/promotions.ts'
import { refusedRollback } from '../ledger/rollbacks.ts'
import { digestOf } from '../digest.ts'
import { printable } from '../names/name.ts'
import { didYouMean } from '../names/nearest-name.ts'
import type { Result } from '../outcome.ts'
import type { PackageRef } from '../package/package.ts'
import type { Role } from '../ports/forge.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { environmentOf, readWorld, type World } from '../world.ts'
import { acknowledgedPresence } from './acknowledged-presence.ts'
import { checkRole, overrulers, writers } from './check-role.ts'
import { namedVersion, otherVersions } from './named-version.ts'
import { nothingToEnd } from './nothing-to-end.ts'
import { overridableIn } from './override.ts'

export interface ActRequest {
  act: ActEntry['act']
  environment?: string
  /** A name; for a hold or release also `name@version`. */
  package?: string
  reason: string
  /** ISO 8601, or a duration from now was turned into it by the caller. */
  until?: string
  /** Gates an override passes. */
  gates?: readonly string[]
  dryRun?: boolean
}

/** Which repository permission an act wants: who may quarantine is many, who may overrule a gate is few. */
const wanted: Record<ActEntry['act'], readonly Role[]> = {
  acknowledge: writers,
  hold: writers,
  release: overrulers,
  override: overrulers,
  stop: writers,
  resume: overrulers,
}

/** Records a human act with person, role, reason, scope and expiry, and has the gates it touches looked at again.
 *  @throws StagecoachError `reason-missing`, `role-missing`, `scope-missing`, `package-missing`, `version-unclear`, `until-invalid`, `gate-unknown`, `not-proposed` */
export async function recordAct(room: Room, request: ActRequest): Promise<Result> {
  const { host } = room
  checkRequest(room, request)
  const { person, role } = await checkRole(host, wanted[request.act], `'${request.act}'`)
  const world = await readWorld(room)
  const now = host.clock.now().toISOString()
  const nothing = nothingToEnd(world.view, request, now)
  if (nothing !== undefined) return nothing
  const named =
    request.package === undefined ? undefined : namedVersion(world.view, { ...request, package: request.package }, now)
  const presence = request.act === 'acknowledge' ? await acknowledgedPresence(room, world, request, person) : []
  if (presence.length === 0) checkBound(world, request, named)
  const entry = actEntry(world, request, named, person, role)
  const about = aboutAct(room, world, request, named)
  const what = named === undefined ? '' : ` ${named.name} ${named.version} (${named.digest.slice(0, 12)})`
  const passed = request.act === 'override' ? ` passes ${(request.gates ?? []).join(', ')}` : ''
  const message = `${person} (${role}): ${request.act}${what}${placeOf(request)}${passed}, because ${request.reason}.`
  if (request.dryRun === true) return { schema: 1, outcome: 'planned', reason: 'done', message, ...about }
  await host.ledger.append(() => [entry, ...presence])
  const next = {
    workflow: workflows.gate,
    inputs:
      request.environment === undefined || named === undefined ? {} : { environment: request.environment, package: named.name },
  }
  await host.forge.dispatch(next.workflow, next.inputs)
  return { schema: 1, outcome: 'recorded', reason: 'done', message, ...about, next: [next] }
}

function placeOf({ act, environment }: ActRequest): string {
  if (environment !== undefined) return ` in ${environment}`
  return act === 'hold' || act === 'release' ? ' everywhere' : ''
}

/** For whom and what, with how to go on: versions that a hold does not reach, or what waits for a release. */
function aboutAct(
  { config }: Room,
  { view }: World,
  { act, environment }: ActRequest,
  named: PackageRef | undefined,
): Partial<Result> {
  const place = environment === undefined ? {} : { environment }
  if (named === undefined) return place
  const about = { ...place, packages: [named.name], versions: { [named.name]: named.version } }
  const places = config.environments.map((each) => each.name).filter((name) => (environment ?? name) === name)
  if (act === 'release') {
    const waiting = places.filter((name) => refusedRollback(view, name)?.package.digest === named.digest)
    const advice = waiting.map((name) => `Start the deploy workflow for ${name}: it tries the failed operation again.`)
    return waiting.length === 0 ? about : { ...about, advice }
  }
  if (act !== 'hold') return about
  const others = otherVersions(view, named, places).filter((other) => other.version !== named.version)
  const advice = others.map(
    (other) =>
      `${other.environment} knows ${other.version} too, which is not held: hold it with the package \`${named.name}@${other.version}\`.`,
  )
  return advice.length === 0 ? about : { ...about, advice }
}

function checkRequest(room: Room, { act, reason, environment, package: name, until, gates }: ActRequest): void {
  if (reason.trim() === '')
    throw new StagecoachError('reason-missing', `The act '${act}' wants a reason.`, {
      hint: "Say why with `--reason '…'` (input `reason`).",
    })
  if (environment !== undefined) environmentOf(room, environment)
  if (act !== 'stop' && act !== 'resume' && name === undefined) {
    throw new StagecoachError('scope-missing', `The act '${act}' wants a package.`, { hint: 'Name it (input `package`).' })
  }
  if ((act === 'acknowledge' || act === 'override') && environment === undefined) {
    throw new StagecoachError('scope-missing', `The act '${act}' wants an environment.`, {
      hint: 'Name it with `--environment <name>` (input `environment`).',
    })
  }
  if (act === 'override' && environment !== undefined) checkGates(environmentOf(room, environment), gates ?? [])
  if (until !== undefined && Number.isNaN(Date.parse(until))) {
    throw new StagecoachError('until-invalid', `'${until}' is no instant.`, { hint: 'Write it like 2026-12-24T12:00:00Z.' })
  }
}

/** A name that is no gate there would stand in the ledger for ever and pass nothing. */
function checkGates(environment: Environment, gates: readonly string[]): void {
  const there = overridableIn(environment)
  const list = `An override can pass ${there.join(', ')} in ${environment.name}.`
  if (gates.length === 0) {
    throw new StagecoachError('scope-missing', 'An override names the gates it passes.', {
      hint: `Name each with \`--gates <name>\` (input \`gates\`, one per line). ${list}`,
    })
  }
  const unknown = gates.find((each) => !there.includes(each))
  if (unknown === undefined) return
  throw new StagecoachError('gate-unknown', `${environment.name} has no gate '${printable(unknown)}' that an override passes.`, {
    hint: didYouMean(unknown, there, list),
  })
}

/** What is bound to an effect wants one: else it would count for nothing, or for whatever comes. What a commit from outside left unclear has none. */
function checkBound({ view }: World, { act, environment, gates = [] }: ActRequest, named: PackageRef | undefined): void {
  const bound = act === 'acknowledge' || (act === 'override' && gates.some((gate) => gate !== 'presence'))
  if (!bound || environment === undefined || named === undefined) return
  if (newestPromotion(view, environment, named.name) !== undefined) return
  const what = act === 'acknowledge' ? 'An acknowledgement' : 'An override'
  throw new StagecoachError(
    'not-proposed',
    `${what} is bound to what ${named.name} will do in ${environment}, and nothing of it was proposed there.`,
    { hint: `Propose it first: \`stagecoach promote ${environment} ${named.name}\`.` },
  )
}

/** An acknowledgement and an override are bound to the effect there is now; a hold and a release to one version. */
function actEntry(world: World, request: ActRequest, named: PackageRef | undefined, person: string, role: string): NewEntry {
  const { act, reason, environment, until, gates } = request
  const { name, digest } = named ?? {}
  const promotion = environment === undefined || name === undefined ? undefined : newestPromotion(world.view, environment, name)
  const effect = promotion?.effect?.digest
  const bound = act === 'acknowledge' || act === 'override'
  const entry: ActEntry = {
    kind: 'act',
    act,
    person,
    role,
    reason,
    ...(environment === undefined ? {} : { environment }),
    ...(name === undefined ? {} : { package: name }),
    ...(digest === undefined || act === 'stop' || act === 'resume' ? {} : { digest }),
    ...(bound && effect !== undefined ? { effect } : {}),
    ...(gates === undefined ? {} : { gates: [...gates] }),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  }
  const seen = world.view.of('act').length
  return { ...entry, key: `act:${act}:${digestOf({ ...entry, seen }).slice(0, 16)}` }
}

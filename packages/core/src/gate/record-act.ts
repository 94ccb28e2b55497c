import { StagecoachError } from '../error.ts'
import type { ActEntry, NewEntry } from '../ledger/record.ts'
import { newestPromotion } from '../ledger/promotions.ts'
import { digestOf } from '../digest.ts'
import type { Result } from '../outcome.ts'
import type { Room } from '../ports/runtime.ts'
import { workflows } from '../workflows.ts'
import { environmentOf, readWorld, type World } from '../world.ts'
import { acknowledgedPresence } from './acknowledged-presence.ts'

export interface ActRequest {
  act: ActEntry['act']
  environment?: string
  package?: string
  reason: string
  /** ISO 8601, or a duration from now was turned into it by the caller. */
  until?: string
  /** Gates an override passes. */
  gates?: readonly string[]
  dryRun?: boolean
}

/** Which repository permission an act wants: who may quarantine is many, who may overrule a gate is few. */
const wanted: Record<ActEntry['act'], readonly string[]> = {
  acknowledge: ['admin', 'maintain', 'write'],
  hold: ['admin', 'maintain', 'write'],
  release: ['admin', 'maintain'],
  override: ['admin', 'maintain'],
  stop: ['admin', 'maintain', 'write'],
  resume: ['admin', 'maintain'],
}

/** Records a human act with person, role, reason, scope and expiry, and has the gates it touches looked at again.
 *  @throws StagecoachError `reason-missing`, `role-missing`, `scope-missing`, `package-missing`, `until-invalid` */
export async function recordAct(room: Room, request: ActRequest): Promise<Result> {
  const { host } = room
  checkRequest(room, request)
  const person = host.actor.triggering ?? host.actor.login
  const role = await host.forge.permission(person)
  if (!wanted[request.act].includes(role)) throw roleMissing(request.act, person, role)
  const world = await readWorld(room)
  const entry = actEntry(world, request, person, role)
  const about = {
    ...(request.environment === undefined ? {} : { environment: request.environment }),
    ...(request.package === undefined ? {} : { packages: [request.package] }),
  }
  const message = `${person} (${role}): ${request.act}${request.package === undefined ? '' : ` ${request.package}`}${request.environment === undefined ? '' : ` in ${request.environment}`}, because ${request.reason}.`
  if (request.dryRun === true) return { schema: 1, outcome: 'planned', reason: 'done', message, ...about }
  const presence = request.act === 'acknowledge' ? await acknowledgedPresence(room, world, request, person) : []
  await host.ledger.append(() => [entry, ...presence])
  const next = {
    workflow: workflows.gate,
    inputs:
      request.environment === undefined || request.package === undefined
        ? {}
        : { environment: request.environment, package: request.package },
  }
  await host.forge.dispatch(next.workflow, next.inputs)
  return { schema: 1, outcome: 'recorded', reason: 'done', message, ...about, next: [next] }
}

function checkRequest(room: Room, { act, reason, environment, package: name, until, gates }: ActRequest): void {
  if (reason.trim() === '')
    throw new StagecoachError('reason-missing', `The act '${act}' wants a reason.`, { hint: 'Give the input `reason`.' })
  if (environment !== undefined) environmentOf(room, environment)
  if (act !== 'stop' && act !== 'resume' && name === undefined) {
    throw new StagecoachError('scope-missing', `The act '${act}' wants a package.`, { hint: 'Give the input `package`.' })
  }
  if ((act === 'acknowledge' || act === 'override') && environment === undefined) {
    throw new StagecoachError('scope-missing', `The act '${act}' wants an environment.`, {
      hint: 'Give the input `environment`.',
    })
  }
  if (act === 'override' && (gates ?? []).length === 0) {
    throw new StagecoachError('scope-missing', 'An override names the gates it passes.', {
      hint: 'Give the input `gates`, one per line.',
    })
  }
  if (until !== undefined && Number.isNaN(Date.parse(until))) {
    throw new StagecoachError('until-invalid', `'${until}' is no instant.`, { hint: 'Write it like 2026-12-24T12:00:00Z.' })
  }
}

/** An acknowledgement and an override are bound to the effect there is now; a hold to the version there is now, unless it is to stand for every version. */
function actEntry(world: World, request: ActRequest, person: string, role: string): NewEntry {
  const { act, reason, environment, package: name, until, gates } = request
  const promotion = environment === undefined || name === undefined ? undefined : newestPromotion(world.view, environment, name)
  const built = name === undefined ? undefined : world.view.of('built').findLast((each) => each.package.name === name)
  if (name !== undefined && built === undefined) {
    throw new StagecoachError('package-missing', `No package '${name}' was built.`, {
      hint: 'Look for its name with `stagecoach status`.',
    })
  }
  const digest = promotion?.package.digest ?? built?.package.digest
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

function roleMissing(act: ActEntry['act'], person: string, role: string): StagecoachError {
  return new StagecoachError(
    'role-missing',
    `${person} has the role '${role}' here, and '${act}' wants ${wanted[act].join(' or ')}.`,
    {
      hint: 'Ask someone with that role to do it.',
    },
  )
}

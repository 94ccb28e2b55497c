import { digestOf, type Digest } from '../digest.ts'
import { StagecoachError } from '../error.ts'
import type { Environment } from '../config/config.ts'
import type { Room } from '../ports/runtime.ts'
import { environmentOf, readWorld, type World } from '../world.ts'
import { adoptionState, type AdoptionState } from './adoption-state.ts'
import { compareEnvironments, compareWithRecorded, type Difference } from './compare-environments.ts'
import { observeEnvironment, type GivenList, type ObservedEnvironment } from './observe-environment.ts'
import { proveEnvironment, type ScratchAnswers } from './prove-environment.ts'
import type { Proof } from './prove-catalog.ts'
import { unknownThings } from './unknown-things.ts'

export interface AdoptionRequest {
  /** Names; none means every environment. */
  environments: readonly string[]
  lists: readonly GivenList[]
  /** Path of a schema dump in the repository. */
  dump?: string
}

export interface PlannedEnvironment {
  observed: ObservedEnvironment
  state: AdoptionState
  proofs: Proof[]
  unknown: string[]
}

/** What would be adopted, and all that was found on the way. `id` is a digest of what will be written: the plan a person saw. */
export interface AdoptionPlan {
  id: Digest
  environments: PlannedEnvironment[]
  differences: Difference[]
}

/** Looks at the environments asked for; reads only. Proofs are made on scratch databases, and not for what needs none.
 *  @throws StagecoachError `environment-unknown`, `branch-missing`, `env-missing` naming every missing variable, `database-unreachable` */
export async function planAdoption(room: Room, request: AdoptionRequest): Promise<{ plan: AdoptionPlan; world: World }> {
  const chosen = chooseEnvironments(room, request)
  // All that is missing is said at once, before any database is asked.
  room.host.secrets.resolve(
    Object.fromEntries(
      chosen.flatMap(({ name, databases }) => Object.entries(databases).map(([key, { url }]) => [`${name}.${key}`, url])),
    ),
  )
  const world = await readWorld(room)
  const answers: ScratchAnswers = new Map()
  const environments: PlannedEnvironment[] = []
  for (const environment of chosen) {
    room.host.progress(`looking at ${environment.name}`)
    const observed = await observeEnvironment(room, world, environment, request.lists)
    const state = adoptionState(world.view, observed)
    const proofs = state.kind === 'unchanged' ? [] : await proveEnvironment(room, observed, request.dump, answers)
    environments.push({ observed, state, proofs, unknown: unknownThings(observed, proofs) })
  }
  const all = environments.map(({ observed }) => observed)
  const differences = [...compareEnvironments(all), ...compareWithRecorded(all, world.view)]
  return { plan: { id: planId(environments), environments, differences }, world }
}

function chooseEnvironments(room: Room, { environments, lists }: AdoptionRequest): Environment[] {
  for (const { environment } of lists) if (environment !== undefined) environmentOf(room, environment)
  const wanted = new Set(environments.map((name) => environmentOf(room, name).name))
  const chosen = room.config.environments.filter(({ name }) => wanted.size === 0 || wanted.has(name))
  const unused = lists.find(({ environment }) => environment !== undefined && !chosen.some(({ name }) => name === environment))
  if (unused === undefined) return chosen
  throw new StagecoachError(
    'usage',
    `A list is given for ${unused.environment ?? ''}, which is not among the environments to adopt.`,
  )
}

function planId(environments: readonly PlannedEnvironment[]): Digest {
  return digestOf(
    environments.map(({ observed: { environment, tip, production }, state }) => ({
      name: environment.name,
      tip,
      production,
      state,
    })),
  )
}

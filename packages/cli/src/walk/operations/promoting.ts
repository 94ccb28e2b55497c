import { branchOf, stops, type Stop } from '../shop.ts'
import { listedOn, type Walk } from '../walk.ts'
import { choose, dispatch, told, type Operation, type settle } from './operation.ts'

/** A pull request as the list shows it. */
export interface Pull {
  number: number
  head: { ref: string; sha: string }
  base: { ref: string }
  draft: boolean
}

export async function openPulls(walk: Walk, prefix = ''): Promise<Pull[]> {
  const { body } = await walk.world.people.call('ada', 'GET', '/pulls?state=open&per_page=100')
  // The shape is GitHub's.
  return (body as Pull[]).filter((pull) => pull.head.ref.startsWith(prefix))
}

/** Somebody asks for a feature in an environment: mostly where it comes next, now and then wherever. */
export const promote: Operation = async (walk, step) => {
  const due = stops.slice(1).flatMap((stop, before) => {
    const [here, there] = [listedOn(walk, stop), listedOn(walk, stops[before] ?? stop)]
    return [...there].flatMap(([name, { digest }]) => (here.get(name)?.digest === digest ? [] : [[name, stop] as const]))
  })
  const anywhere = [...walk.features.keys()].flatMap((name) => stops.map((stop) => [name, stop] as const))
  const [name, stop] = choose(step.b % 5 === 0 || due.length === 0 ? anywhere : due, step.a) ?? []
  if (name === undefined || stop === undefined) return undefined
  return told(`promote ${name} to ${stop}`, await dispatch(walk, step, 'ada', 'promote', { environment: stop, package: name }))
}

/** Somebody asks for everything that waits before an environment. */
export const promoteAll: Operation = async (walk, step) => {
  const stop = choose(stops, step.a)
  if (stop === undefined) return undefined
  return told(`promote what waits to ${stop}`, await dispatch(walk, step, 'ada', 'promote', { environment: stop }))
}

/** Straight to production, by its lane. */
export const hotfix: Operation = async (walk, step) => {
  const name = choose([...walk.features.keys()], step.a)
  if (name === undefined) return undefined
  const inputs = { environment: 'production', package: name, lane: 'hotfix', 'lane-reason': 'It burns' }
  const runs = await dispatch(walk, step, 'ada', 'promote', inputs)
  return told(`hotfix ${name}`, [...runs, ...(await approveOne(walk, `promote/production/${name}`, step.b))])
}

/** Somebody approves what is proposed to production, now and then its own author; then the gate looks. */
export const approve: Operation = async (walk, step) => {
  const pull = choose(await openPulls(walk, 'promote/production/'), step.a)
  if (pull === undefined) return undefined
  const login = step.b % 6 === 0 ? 'ada' : 'grace'
  await walk.world.people.call(login, 'POST', `/pulls/${pull.number}/reviews`, { event: 'APPROVE' })
  const runs = await dispatch(walk, step, login, 'gate', { 'pull-request': String(pull.number) })
  return told(`${login} approves ${pull.head.ref}`, runs)
}

async function approveOne(walk: Walk, branch: string, number: number): ReturnType<typeof settle> {
  const pull = (await openPulls(walk, branch)).find((each) => each.head.ref === branch)
  if (pull === undefined || number % 3 === 0) return []
  await walk.world.people.call('grace', 'POST', `/pulls/${pull.number}/reviews`, { event: 'APPROVE' })
  return dispatch(walk, { operation: 'approve', a: number, b: number }, 'grace', 'gate', { 'pull-request': String(pull.number) })
}

/** The gate of any open pull request is asked once more. */
export const gate: Operation = async (walk, step) => {
  const pull = choose(await openPulls(walk), step.a)
  if (pull === undefined) return undefined
  return told(`gate ${pull.head.ref}`, await dispatch(walk, step, 'ada', 'gate', { 'pull-request': String(pull.number) }))
}

export const deploy: Operation = async (walk, step) => {
  const stop = choose(stops, step.a)
  if (stop === undefined) return undefined
  return told(`deploy ${stop}`, await dispatch(walk, step, 'ada', 'deploy', { environment: stop }))
}

export const sweep: Operation = async (walk, step) => {
  walk.world.simulator.clock.advance('1h')
  return told('sweep', await dispatch(walk, step, 'ada', 'sweep', {}))
}

/** Production's newer content is asked for in an environment. */
export const sync: Operation = async (walk, step) => {
  const stop = choose(['integration', 'qa'] as const, step.a)
  if (stop === undefined) return undefined
  return told(`sync ${stop}`, await dispatch(walk, step, 'ada', 'promote', { environment: stop, sync: 'true' }))
}

/** The disposable environment is made anew: production and some of what was built. */
export const reset: Operation = async (walk, step) => {
  const kept = [...walk.features.keys()].filter((_, at) => ((step.b >> at) & 1) === 1)
  const inputs = { environment: 'integration', packages: kept.join(','), reason: 'It is full' }
  return told(`reset integration with ${kept.join(', ') || 'nothing'}`, await dispatch(walk, step, 'ada', 'reset', inputs))
}

export function stopOf(branch: string): Stop | undefined {
  return stops.find((stop) => branchOf[stop] === branch)
}

import { names } from '../feature.ts'
import { setTrap, stops, type Stop } from '../shop.ts'
import { listedOn, type Walk } from '../walk.ts'
import { choose, dispatch, told, type Operation, type Step } from './operation.ts'

/** The next deployment of an environment fails, by its migration or by its shakedown. */
export const trap: Operation = async (walk, step) => {
  const stop = choose(stops, step.a)
  if (stop === undefined) return undefined
  const kind = step.b % 2 === 0 ? 'migration' : 'verification'
  await walk.world.kept.query(stop, 'delete from public.trap')
  await walk.world.kept.query(stop, setTrap(kind))
  return `the next ${kind} of ${stop} will fail`
}

/** What made deployments fail is mended. */
export const mend: Operation = async (walk, step) => {
  const stop = choose(stops, step.a)
  if (stop === undefined) return undefined
  const [row] = await walk.world.kept.query(stop, 'select count(*)::int as set from public.trap')
  if (row?.['set'] === 0) return undefined
  await walk.world.kept.query(stop, 'delete from public.trap')
  return told(`${stop} is mended`, await dispatch(walk, step, 'ada', 'deploy', { environment: stop }))
}

/** A customer writes into the table of a package. */
export const data: Operation = async (walk, step) => {
  const stop = choose(stops, step.a)
  if (stop === undefined) return undefined
  const tables = [...(walk.looks.databases.get(stop)?.tables.keys() ?? [])].filter((table) =>
    (names as readonly string[]).includes(table),
  )
  const table = choose(tables, step.b)
  if (table === undefined) return undefined
  walk.texts += 1
  await walk.world.kept.query(stop, `insert into public.${table} (id, note) values (${1000 + walk.texts}, 'a customer')`)
  return `a customer writes into ${table} of ${stop}`
}

/** A person takes back the newest deployment, or one package; now and then names what is lost, as the plan showed it. */
export const rollback: Operation = async (walk, step) => {
  const stop = choose(stops, step.a)
  if (stop === undefined) return undefined
  const name = step.b % 2 === 0 ? undefined : choose([...listedOn(walk, stop).keys()], step.b >> 1)
  const inputs = { environment: stop, reason: 'It went wrong', ...(name === undefined ? {} : { package: name }) }
  const runs = await dispatch(walk, step, 'maya', 'rollback', inputs)
  const end = runs.at(-1)?.end
  const losses = end?.kind === 'result' && end.result.reason === 'plan-shown' ? end.result.losses : undefined
  if (losses === undefined || step.b % 3 !== 0) return told(`roll back ${name ?? 'the newest'} in ${stop}`, runs)
  walk.mayLose.add(stop)
  const again = await dispatch(walk, withoutKill(step), 'maya', 'rollback', { ...inputs, 'allow-data-loss': losses.join(',') })
  return told(`roll back ${name ?? 'the newest'} in ${stop}, losing ${losses.join(', ')}`, [...runs, ...again])
}

function withoutKill({ operation, a, b }: Step): Step {
  return { operation, a, b }
}

export const hold: Operation = async (walk, step) => {
  const [name, stop] = scope(walk, step)
  if (name === undefined) return undefined
  const inputs = { act: 'hold', package: name, reason: 'It smells', ...(stop === undefined ? {} : { environment: stop }) }
  return told(`hold ${name} in ${stop ?? 'all'}`, await dispatch(walk, step, 'grace', 'gate', inputs))
}

export const release: Operation = async (walk, step) => {
  const [name, stop] = scope(walk, step)
  if (name === undefined) return undefined
  const inputs = { act: 'release', package: name, reason: 'It is fine', ...(stop === undefined ? {} : { environment: stop }) }
  return told(`release ${name} in ${stop ?? 'all'}`, await dispatch(walk, step, 'maya', 'gate', inputs))
}

/** Nothing may change in an environment, or in any. */
export const stop: Operation = async (walk, step) => {
  const where = choose([undefined, ...stops], step.a)
  const inputs = { act: 'stop', reason: 'We count the stock', ...(where === undefined ? {} : { environment: where }) }
  return told(`stop ${where ?? 'everything'}`, await dispatch(walk, step, 'grace', 'gate', inputs))
}

export const resume: Operation = async (walk, step) => {
  const stopped = new Set<string | undefined>()
  for (const record of walk.looks.records) {
    if (record.kind !== 'act') continue
    if (record.act === 'stop') stopped.add(record.environment)
    if (record.act === 'resume') stopped.delete(record.environment)
  }
  if (stopped.size === 0) return undefined
  const where = choose([...stopped], step.a)
  const inputs = { act: 'resume', reason: 'It is counted', ...(where === undefined ? {} : { environment: where }) }
  return told(`resume ${where ?? 'everything'}`, await dispatch(walk, step, 'maya', 'gate', inputs))
}

export const acknowledge: Operation = async (walk, step) => {
  const stop = choose(
    [...walk.spoiled].flatMap(([each, some]) => (some.size === 0 ? [] : [each])),
    step.a,
  )
  const name = stop === undefined ? undefined : choose([...(walk.spoiled.get(stop) ?? [])], step.b)
  if (stop === undefined || name === undefined) return undefined
  const inputs = { act: 'acknowledge', package: name, environment: stop, reason: 'It is meant so' }
  return told(`acknowledge ${name} in ${stop}`, await dispatch(walk, step, 'grace', 'gate', inputs))
}

function scope(walk: Walk, { a, b }: Step): [string | undefined, Stop | undefined] {
  return [choose([...walk.features.keys()], a), choose([undefined, ...stops], b)]
}

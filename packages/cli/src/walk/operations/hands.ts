import { isFeature, slotOf } from '../feature.ts'
import { branchOf, changedLines, handSlots, sharedPath, sharedText, stops, type Stop } from '../shop.ts'
import { listedOn, newText, type Walk } from '../walk.ts'
import { tipOf } from './developing.ts'
import { choose, dispatch, settle, told, type Operation } from './operation.ts'
import { openPulls, stopOf } from './promoting.ts'

async function commitShared(walk: Walk, stop: Stop, slot: number, line: string | undefined, message: string): Promise<void> {
  const { people } = walk.world
  const tip = await tipOf(walk, branchOf[stop])
  const lines = changedLines(Buffer.from((await people.git.readFile(tip, sharedPath)) ?? '').toString('utf8'))
  if (line === undefined) lines.delete(slot)
  else lines.set(slot, line)
  const commit = await people.commit([tip], new Map([[sharedPath, sharedText(lines)]]), message)
  walk.byHand.add(stop)
  await people.push(branchOf[stop], tip, commit)
}

/** Somebody pushes a line of their own to the branch of an environment; production's is deployed then. */
export const foreign: Operation = async (walk, step) => {
  const stop = choose(stops, step.a)
  const slot = stop === undefined ? undefined : choose(handSlots[stop], step.b)
  if (stop === undefined || slot === undefined) return undefined
  await commitShared(walk, stop, slot, newText(walk, `${stop} by hand`), 'A line by hand')
  const deployed = step.b % 3 === 0 ? [] : await dispatch(walk, step, 'ada', 'deploy', { environment: stop })
  const runs = deployed.length > 0 ? deployed : await settle(walk, step)
  return told(`a commit by hand on ${stop}`, runs)
}

/** Somebody takes a package's line out of the branch of an environment by hand. */
export const spoil: Operation = async (walk, step) => {
  const stop = choose(stops, step.a)
  const name = stop === undefined ? undefined : choose([...listedOn(walk, stop).keys()], step.b)
  if (stop === undefined || name === undefined || !isFeature(name)) return undefined
  walk.spoiled.set(stop, (walk.spoiled.get(stop) ?? new Set()).add(name))
  await commitShared(walk, stop, slotOf(name), undefined, `Take out a line of ${name}`)
  return told(`a line of ${name} is taken out of ${stop} by hand`, await settle(walk, step))
}

/** Somebody merges an open pull request by hand, squashed or not, whatever its gate says. */
export const squash: Operation = async (walk, step) => {
  const pull = choose(
    (await openPulls(walk)).filter((each) => !each.draft),
    step.a,
  )
  const stop = pull === undefined ? undefined : stopOf(pull.base.ref)
  if (pull === undefined || stop === undefined) return undefined
  const method = choose(['squash', 'merge', 'rebase'] as const, step.b) ?? 'squash'
  walk.byHand.add(stop)
  const { status } = await walk.world.people.call('maya', 'PUT', `/pulls/${pull.number}/merge`, { merge_method: method })
  const runs =
    status >= 300
      ? []
      : await dispatch(walk, step, 'maya', step.b % 2 === 0 ? 'sweep' : 'deploy', step.b % 2 === 0 ? {} : { environment: stop })
  return told(`${method} ${pull.head.ref} by hand (${status})`, runs)
}

/** Somebody closes a pull request, or deletes its branch. */
export const close: Operation = async (walk, step) => {
  const pull = choose(await openPulls(walk), step.a)
  if (pull === undefined) return undefined
  if (step.b % 2 === 0) await walk.world.people.call('maya', 'PATCH', `/pulls/${pull.number}`, { state: 'closed' })
  else await walk.world.people.push(pull.head.ref, pull.head.sha, undefined)
  return told(`${step.b % 2 === 0 ? 'close' : 'delete'} ${pull.head.ref}`, await dispatch(walk, step, 'ada', 'sweep', {}))
}

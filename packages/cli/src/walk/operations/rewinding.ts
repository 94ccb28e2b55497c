import { takeRewritten } from '../check.ts'
import { branchOf } from '../shop.ts'
import { tipOf } from './developing.ts'
import { choose, dispatch, told, type Operation } from './operation.ts'

/** Somebody rewinds an environment's branch by a force push. */
export const rewind: Operation = async (walk, step) => {
  const stop = choose(['integration', 'qa'] as const, step.a)
  if (stop === undefined || walk.rewound.has(stop)) return undefined
  const { people } = walk.world
  const tip = await tipOf(walk, branchOf[stop])
  const before = await people.git.log(undefined, tip, { firstParent: true })
  const to = before[1 + (step.b % 3)]?.oid
  if (to === undefined) return undefined
  walk.rewound.set(stop, tip)
  await people.push(branchOf[stop], tip, to)
  await takeRewritten(walk, stop, to)
  return told(`rewind ${stop} by ${1 + (step.b % 3)}`, await dispatch(walk, step, 'ada', 'deploy', { environment: stop }))
}

/** Somebody puts a rewound branch back where it was, as the status advises; what lay there meanwhile is gone. */
export const putBack: Operation = async (walk, step) => {
  const [stop, to] = choose([...walk.rewound], step.a) ?? []
  if (stop === undefined || to === undefined) return undefined
  const { people } = walk.world
  await people.push(branchOf[stop], await tipOf(walk, branchOf[stop]), to)
  walk.rewound.delete(stop)
  await takeRewritten(walk, stop, to)
  return told(`put ${stop} back`, await dispatch(walk, step, 'ada', 'sweep', {}))
}

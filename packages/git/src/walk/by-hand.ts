import type { Step } from './model.ts'
import { holding } from './product.ts'
import type { Snapshot } from './product.ts'
import type { Random } from './random.ts'

/** A person takes back a line that somebody committed on the branch. */
export function revertLine(random: Random, at: Snapshot): Snapshot | undefined {
  const undone = (step: Step): boolean =>
    at.direct.some(({ file, cell, from, to }) => file === step.file && cell === step.cell && from === step.to && to === step.from)
  const step = random.pick(at.direct.filter((each) => typeof each.cell === 'number' && !undone(each)))
  return step === undefined ? undefined : { ...at, direct: [...at.direct, { ...step, from: step.to, to: step.from }] }
}

/** A person reverts the promotion of a package, its file in the state folder with it. */
export function revertPackage(random: Random, at: Snapshot): Snapshot | undefined {
  const held = random.pick([...at.packages.values()])
  return held === undefined ? undefined : holding(at, held.ref.name, undefined)
}

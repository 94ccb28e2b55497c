import type { Step } from './operations/operation.ts'

/** The smallest list that still fails, found by leaving out ever smaller pieces; `fails` is asked at most `tries` times. */
export async function shrink(
  steps: readonly Step[],
  fails: (steps: readonly Step[]) => Promise<boolean>,
  tries: number,
): Promise<Step[]> {
  let smallest = [...steps]
  let left = tries
  for (let size = Math.ceil(smallest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < smallest.length && left > 0;) {
      const rest = [...smallest.slice(0, at), ...smallest.slice(at + size)]
      left -= 1
      if (rest.length < smallest.length && (await fails(rest))) smallest = rest
      else at += size
    }
  }
  for (const [at, step] of smallest.entries()) {
    if (step.kill === undefined || left <= 0) continue
    const { operation, a, b } = step
    const calm = smallest.with(at, { operation, a, b })
    left -= 1
    if (await fails(calm)) smallest = calm
  }
  return smallest
}

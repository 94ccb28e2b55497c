import fc from 'fast-check'
import { operations } from './operations/index.ts'
import { stops } from './shop.ts'
import type { Step } from './operations/operation.ts'

const kill = fc.record({ effect: fc.nat(12), moment: fc.constantFrom('before' as const, 'after' as const) })

const step: fc.Arbitrary<Step> = fc
  .record({
    operation: fc.oneof(...Object.entries(operations).map(([name, { weight }]) => ({ weight, arbitrary: fc.constant(name) }))),
    a: fc.nat(997),
    b: fc.nat(997),
    kill: fc.option(kill, { freq: 5, nil: undefined }),
  })
  .map(({ kill: killed, ...rest }) => ({ ...rest, ...(killed === undefined ? {} : { kill: killed }) }))

/** The steps of a walk: more than are done, since some find nothing to do. The same seed gives the same walk. */
export function drawWalk(seed: number, steps: number): Step[] {
  const [drawn = []] = fc.sample(fc.array(step, { minLength: steps, maxLength: steps }), { seed, numRuns: 1 })
  // Most shops deploy once what they have before the first package comes: a state to go back to.
  const first = seed % 4 === 0 ? [] : stops.map((_, a) => ({ operation: 'deploy', a, b: 0 }))
  const features = [0, 1].map((a) => ({ operation: 'feature', a, b: 0 }))
  return [...first, ...features, ...drawn]
}

/** One round of one side, in a process of its own: `worker.ts <bench> <ours|instead> <fixture>`; says when the work begins and ends. */
import { benches } from './benches.ts'
import type { Fixture } from './bench.ts'

const [, , name = '', side = '', text = '{}'] = process.argv
const bench = benches[name]
if (bench === undefined || (side !== 'ours' && side !== 'instead')) throw new Error(`No bench '${name}', or no side '${side}'.`)
// run.ts wrote it: names and folders by key.
const fixture = JSON.parse(text) as Fixture

let began = 0
let took: number | undefined
const answer = await bench[side].run(fixture, {
  start() {
    process.send?.({ kind: 'start' })
    began = performance.now()
  },
  end() {
    took = performance.now() - began
    process.send?.({ kind: 'end' })
  },
})
if (took === undefined) throw new Error(`The bench '${name}' did not stop its clock.`)
process.send?.({ kind: 'done', milliseconds: took, answer, ownPeak: process.resourceUsage().maxRSS })
process.disconnect()

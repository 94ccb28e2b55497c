import { appendFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { keepDatabases } from '@stagecoach/database/testing'
import { drawWalk } from './draw-walk.ts'
import type { Step } from './operations/operation.ts'
import { shrink } from './shrink.ts'
import { takeWalk } from './take-walk.ts'

/** Walks by the hundred: `node --conditions=stagecoach-source packages/cli/src/walk/run.ts --walks 500 --seed 1`. A failure is shrunk, told, and the walks go on. */
const { values } = parseArgs({
  options: {
    walks: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    operations: { type: 'string', default: '30' },
    shrink: { type: 'string', default: '60' },
    /** Steps as a failure told them, in place of drawn ones. */
    steps: { type: 'string' },
    log: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
})
const [walks, first, wanted, tries] = [values.walks, values.seed, values.operations, values.shrink].map(Number) as [
  number,
  number,
  number,
  number,
]
const say = (line: string): void => {
  console.log(line)
  if (values.log !== undefined) appendFileSync(values.log, `${line}\n`)
}
// What an earlier run told.
const given = values.steps === undefined ? undefined : (JSON.parse(values.steps) as Step[])
const kept = keepDatabases()
const totals = { walks: 0, operations: 0, runs: 0, killed: 0, failed: 0 }
const outcomes: Record<string, number> = {}
const kinds = new Map<string, number>()
const last = given === undefined ? first + walks : first + 1
for (let seed = first; seed < last; seed++) {
  const began = performance.now()
  const end = await takeWalk(kept, given ?? drawWalk(seed, wanted * 3), wanted)
  totals.walks += 1
  totals.operations += end.done
  totals.runs += end.runs
  totals.killed += end.killed
  for (const [name, number] of Object.entries(end.outcomes)) outcomes[name] = (outcomes[name] ?? 0) + number
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  say(
    `walk ${seed}: ${end.done} operations, ${end.runs} runs, ${end.killed} killed, ${seconds} s${end.failure === undefined ? '' : `, FAILED ${end.failure.message}`}`,
  )
  if (values.verbose) for (const line of end.log) say(`  ${line}`)
  const { failure } = end
  if (failure === undefined) continue
  totals.failed += 1
  kinds.set(failure.kind, (kinds.get(failure.kind) ?? 0) + 1)
  if ((kinds.get(failure.kind) ?? 0) > 1 || tries === 0) {
    if (!values.verbose) for (const line of end.log.slice(-8)) say(`  ${line}`)
    continue
  }
  const fails = async (steps: Parameters<typeof takeWalk>[1]): Promise<boolean> =>
    (await takeWalk(kept, steps, wanted)).failure?.kind === failure.kind
  const smallest = await shrink(end.taken, fails, tries)
  const again = await takeWalk(kept, smallest, wanted)
  say(`  shrunk to ${smallest.length}: ${JSON.stringify(smallest)}`)
  for (const line of again.log) say(`    ${line}`)
  say(`    ${again.failure?.message ?? 'it did not fail again'}`)
}
await kept.close()
say(`${JSON.stringify(totals)} ${JSON.stringify([...kinds])}`)
for (const [name, number] of Object.entries(outcomes).sort(([, a], [, b]) => b - a)) say(`  ${number} ${name}`)

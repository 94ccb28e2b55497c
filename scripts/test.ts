/**
 * `npm test`: every check of the project, or the phases named: `npm test -- lint unit`. What follows `--` narrows the
 * test phases to files: `npm test -- unit -- packages/git`. Ends with the sum of all tests and the engines that ran.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { allLanes, phasesByName } from './testing/all-phases.ts'
import { formatEngines, readEngines } from './testing/engines.ts'
import { type Phase, type PhaseResult, type PhaseTime, runPhases } from './testing/phase.ts'
import { makeScratch } from './testing/scratch-room.ts'
import { addTallies, emptyTally, formatTally } from './testing/tally.ts'

const say = (line: string): void => console.log(line)

/** Without names everything; else the named ones, one after the other. */
function choose(phases: ReturnType<typeof phasesByName>, names: readonly string[]): Phase[][] {
  const known: Phase[] = Object.values(phases)
  const unknown = names.filter((name) => !known.some((phase) => phase.name === name))
  if (unknown.length > 0) {
    console.error(`No such phase: ${unknown.join(', ')}. Phases: ${known.map((phase) => phase.name).join(', ')}.`)
    process.exit(2)
  }
  return names.length === 0 ? allLanes(phases) : [known.filter((phase) => names.includes(phase.name))]
}

function conclude(results: readonly [PhaseTime, PhaseResult][], engines: readonly string[]): boolean {
  say('')
  for (const [time] of results)
    say(`${time.passed ? 'ok    ' : 'FAILED'} ${time.seconds.toFixed(1).padStart(7)} s  ${time.phase}`)
  const tallies = results.flatMap(([, result]) => (result.tally === undefined ? [] : [result.tally]))
  say(formatEngines(engines))
  say(formatTally(tallies.reduce(addTallies, emptyTally)))
  return results.every(([time]) => time.passed)
}

async function main(): Promise<void> {
  const args = process.argv.slice(2)
  const cut = args.includes('--') ? args.indexOf('--') : args.length
  const { positionals } = parseArgs({ args: args.slice(0, cut), allowPositionals: true })
  const scratch = await makeScratch()
  // Interrupted as well: it may lie in memory, which would stay taken.
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }))
  // Every program started from here on makes its temporary folders where they are all removed.
  process.env['TMPDIR'] = scratch
  const log = join(scratch, 'engines.log')
  const results = await runPhases(choose(phasesByName(log, args.slice(cut + 1)), positionals), say, () => performance.now())
  process.exitCode = conclude(results, await readEngines(log)) ? 0 : 1
}

await main()

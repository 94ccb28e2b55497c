import type { Tally } from './tally.ts'

/** What a phase found: whether it passed, and how many tests it ran when it ran tests. */
export interface PhaseResult {
  passed: boolean
  tally?: Tally
}

/** One step of `npm test`, small enough to be run alone by its name: `npm test -- lint`. */
export interface Phase {
  name: string
  title: string
  run(): Promise<PhaseResult>
}

export interface PhaseTime {
  phase: string
  seconds: number
  passed: boolean
}

/** Runs the lanes side by side and the phases of a lane in order, all of them even after a failure, so that one run shows everything that is wrong. */
export async function runPhases(
  lanes: readonly (readonly Phase[])[],
  say: (line: string) => void,
  now: () => number,
): Promise<[PhaseTime, PhaseResult][]> {
  const results = lanes.map(async (lane) => {
    const ended: [PhaseTime, PhaseResult][] = []
    for (const phase of lane) ended.push(await runPhase(phase, say, now))
    return ended
  })
  return (await Promise.all(results)).flat()
}

async function runPhase(phase: Phase, say: (line: string) => void, now: () => number): Promise<[PhaseTime, PhaseResult]> {
  say(`\n== ${phase.title}`)
  const start = now()
  const result = await phase.run()
  const time = { phase: phase.name, seconds: (now() - start) / 1000, passed: result.passed }
  say(`== ${phase.title}: ${result.passed ? 'passed' : 'FAILED'} in ${time.seconds.toFixed(1)} s`)
  return [time, result]
}

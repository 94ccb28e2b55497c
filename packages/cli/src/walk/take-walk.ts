import { StagecoachError } from '@stagecoach/core'
import type { KeptDatabases } from '@stagecoach/database/testing'
import { checkEnd, checkRest } from './check.ts'
import { operations } from './operations/index.ts'
import type { Step } from './operations/operation.ts'
import { Violation } from './violation.ts'
import type { Walk } from './walk.ts'
import { openWorld } from './world.ts'

export interface WalkEnd {
  /** Operations that did something. */
  done: number
  runs: number
  /** Runs that were killed. */
  killed: number
  /** How often each outcome or error came. */
  outcomes: Record<string, number>
  log: string[]
  failure?: { kind: string; message: string }
  /** Steps that did something, up to the failure. */
  taken: Step[]
}

/** Takes the steps of a walk until enough operations did something, and looks after each. */
export async function takeWalk(kept: KeptDatabases, steps: readonly Step[], operationsWanted: number): Promise<WalkEnd> {
  const world = await openWorld(kept)
  const walk: Walk = {
    world,
    features: new Map(),
    sources: new Map(),
    looks: { branches: new Map(), databases: new Map(), records: [] },
    handHistory: new Map(),
    onProduction: new Set(),
    spoiled: new Map(),
    byHand: new Set(),
    rewound: new Map(),
    mayLose: new Set(),
    texts: 0,
    log: [],
  }
  const taken: Step[] = []
  const end: WalkEnd = { done: 0, runs: 0, killed: 0, outcomes: {}, log: walk.log, taken }
  try {
    await checkRest(walk)
    for (const step of steps) {
      if (end.done >= operationsWanted) break
      const before = world.runs.length
      taken.push(step)
      const line = await operations[step.operation]?.run(walk, step)
      if (line === undefined) {
        taken.pop()
        continue
      }
      end.done += 1
      walk.log.push(`${end.done} ${line}`)
      count(end, world.runs.slice(before))
    }
    const before = world.runs.length
    await checkEnd(walk)
    count(end, world.runs.slice(before))
  } catch (error) {
    end.failure = failureOf(error)
    walk.log.push(
      ...world.runs.slice(-4).map((ran) => `  ${ran.workflow} ${JSON.stringify(ran.inputs)} ${JSON.stringify(ran.end)}`),
    )
  } finally {
    await world.close()
  }
  return end
}

function count(end: WalkEnd, runs: Walk['world']['runs']): void {
  end.runs += runs.length
  for (const { workflow, end: how } of runs) {
    if (how.kind === 'killed') end.killed += 1
    const short = workflow.replace('stagecoach-', '').replace('.yml', '')
    const what =
      how.kind === 'result'
        ? `${how.result.outcome}/${how.result.reason}`
        : how.kind === 'killed'
          ? 'killed'
          : `error/${how.code}`
    end.outcomes[`${short} ${what}`] = (end.outcomes[`${short} ${what}`] ?? 0) + 1
  }
}

function failureOf(error: unknown): NonNullable<WalkEnd['failure']> {
  if (error instanceof Violation) return { kind: error.kind, message: error.message }
  if (error instanceof StagecoachError) return { kind: error.code, message: `${error.code}: ${error.message}` }
  return { kind: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

import { promote } from '@stagecoach/core'
import type { Answer } from '../answer.ts'
import type { Context } from '../frame/context.ts'
import { text } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'

const positions = {
  environment: { kind: 'text', description: 'environment to bring them to' },
  packages: {
    kind: 'many',
    description:
      '`name` for its newest build, or `name@version`; none: what is proposed there already, and with `auto-promote` what the environments before it have verified',
  },
} as const

const options = {
  lane: text('--lane <name>', 'a named exception to the order'),
  laneReason: text('--lane-reason <text>', 'why the lane is taken'),
}

interface Given {
  environment: string
  packages: string[]
  lane: string | undefined
  laneReason: string | undefined
}

export const promoteVerb = defineVerb({
  name: 'promote',
  summary: 'Opens or refreshes the pull requests that bring packages into an environment.',
  arguments: positions,
  options,
  dryRun: true,
  run: (context, given) => propose(context, given, context.dryRun),
})

export const plan = defineVerb({
  name: 'plan',
  summary: 'Says what promote would do: merges, replays and validates, and writes nothing.',
  arguments: positions,
  options,
  run: (context, given) => propose(context, given, true),
})

async function propose(context: Context, { environment, packages, lane, laneReason }: Given, dryRun: boolean): Promise<Answer> {
  const { room } = await context.room({ files: true })
  const exception = { ...(lane === undefined ? {} : { lane }), ...(laneReason === undefined ? {} : { laneReason }) }
  const result = await promote(room, { environment, packages, dryRun, ...exception })
  if (packages.length > 0 || result.outcome !== 'unchanged') return { result }
  // What was built and never proposed waits for a person, who may be this one.
  const name = `To propose a package, name it: stagecoach promote ${environment} <package>`
  return { result: { ...result, advice: [...(result.advice ?? []), name] } }
}

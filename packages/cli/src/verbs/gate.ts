import { evaluateGate } from '@stagecoach/core'
import { defineVerb } from '../frame/verb.ts'
import { gateTarget } from './gate-target.ts'

export const gate = defineVerb({
  name: 'gate',
  summary: 'Evaluates the gates of one promotion, and merges it when all are open.',
  details: 'Names the promotion by the number of its pull request, or by environment and package.',
  arguments: {
    target: { kind: 'text', description: 'number of the pull request, or the environment' },
    package: { kind: 'maybe', description: 'the package, when an environment is named' },
  },
  options: {},
  dryRun: true,
  async run(context, { target, package: name }) {
    const request = gateTarget(target, name)
    const { room } = await context.room()
    return { result: await evaluateGate(room, { ...request, dryRun: context.dryRun }) }
  },
})

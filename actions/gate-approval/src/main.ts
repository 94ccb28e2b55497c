import type { Ending, Runtime } from '@stagecoach/action-kit'
import { evaluateGate, recordAct, sweep, wakeGate, type Result } from '@stagecoach/core'
import { readRequest, type Request } from './request.ts'
import type { spec } from './spec.ts'
import { tablesOf } from './tables.ts'

export async function main(runtime: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const { inputs, room } = runtime
  const request = readRequest(inputs, room.host.clock.now())
  const result = await act(runtime, request)
  const summary = await tablesOf(room, request, result)
  return {
    result,
    ...(summary === undefined ? {} : { summary }),
    outputs: {
      'pull-request-number': result.pullRequest === undefined ? '' : String(result.pullRequest),
      merge: result.shas?.merge ?? '',
    },
  }
}

async function act({ inputs, room }: Runtime<typeof spec>, request: Request): Promise<Result> {
  switch (request.kind) {
    case 'act':
      return recordAct(room, request.act)
    case 'evaluate':
      return evaluateGate(room, request.gate)
    case 'sweep':
      return sweep(room, { dryRun: inputs['dry-run'] })
    case 'wake':
      return wakeGate(room, request, { dryRun: inputs['dry-run'] })
    case 'other-branch':
      return {
        schema: 1,
        outcome: 'unchanged',
        reason: 'nothing-to-do',
        message: `The branch ${JSON.stringify(request.branch)} belongs to no promotion, rollback or sync.`,
      }
  }
}

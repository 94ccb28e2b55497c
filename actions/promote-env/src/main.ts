import type { Ending, Runtime } from '@stagecoach/action-kit'
import { promote, releaseBranch, renderPromotionSummary, sync, wakePromotion, type Result } from '@stagecoach/core'
import { readRelease, readRequest } from './request.ts'
import type { spec } from './spec.ts'

export async function main(runtime: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const result = await act(runtime)
  const releases = result.releases ?? []
  const summary = result.pullRequest === undefined ? undefined : await renderPromotionSummary(runtime.room, result.pullRequest)
  return {
    result,
    ...(summary === undefined ? {} : { summary }),
    outputs: {
      'pull-request-number': result.pullRequest === undefined ? '' : String(result.pullRequest),
      head: result.shas?.head ?? '',
      content: result.shas?.content ?? '',
      'needs-release': String(releases.length > 0),
      releases: JSON.stringify(releases),
    },
  }
}

function act({ inputs, room, branch }: Runtime<typeof spec>): Promise<Result> {
  if (inputs.act === 'wake') return wakePromotion(room, inputs.branch ?? branch ?? '', { dryRun: inputs['dry-run'] })
  if (inputs.act === 'release') return releaseBranch(room, readRelease(inputs))
  const request = readRequest(inputs)
  return request.kind === 'sync' ? sync(room, request) : promote(room, request)
}

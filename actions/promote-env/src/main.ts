import type { Ending, Runtime } from '@stagecoach/action-kit'
import { promote } from '@stagecoach/core'
import { readRequest } from './request.ts'
import type { spec } from './spec.ts'

export async function main({ inputs, room }: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const result = await promote(room, readRequest(inputs))
  const releases = result.releases ?? []
  return {
    result,
    outputs: {
      'pull-request-number': result.pullRequest === undefined ? '' : String(result.pullRequest),
      head: result.shas?.head ?? '',
      content: result.shas?.content ?? '',
      'needs-release': String(releases.length > 0),
      releases: JSON.stringify(releases),
    },
  }
}

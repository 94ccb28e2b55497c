import { renderPromotionSummary, renderStatusMarkdown, StagecoachError, status, type Result, type Room } from '@stagecoach/core'
import type { Request } from './request.ts'

/** The tables below the answer: after a sweep where everything is, after the evaluation of one promotion its gates and what will run. What was done counts also when they cannot be read. */
export async function tablesOf(room: Room, request: Request, { pullRequest }: Result): Promise<string | undefined> {
  try {
    if (request.kind === 'sweep') return renderStatusMarkdown(await status(room))
    return request.kind === 'evaluate' && pullRequest !== undefined ? await renderPromotionSummary(room, pullRequest) : undefined
  } catch (error) {
    if (!(error instanceof StagecoachError)) throw error
    room.host.warn(`The tables are left out of the summary: ${error.message}`)
    return undefined
  }
}

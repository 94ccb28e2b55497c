import { renderPromotionSummary, renderStatusMarkdown, status, type Result, type Room } from '@stagecoach/core'
import type { Request } from './request.ts'

/** The tables below the answer: after a sweep where everything is, after the evaluation of one promotion its gates and what will run. */
export async function tablesOf(room: Room, request: Request, { pullRequest }: Result): Promise<string | undefined> {
  if (request.kind === 'sweep') return renderStatusMarkdown(await status(room))
  return request.kind === 'evaluate' && pullRequest !== undefined ? renderPromotionSummary(room, pullRequest) : undefined
}

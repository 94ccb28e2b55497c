import { durationPattern, parseDuration, StagecoachError } from '@stagecoach/core'

/** An instant of ISO 8601 with its zone, or a duration from now on, as ISO 8601 UTC.
 *  @throws StagecoachError `until-invalid` */
export function readUntil(text: string, now: Date): string {
  const instant = durationPattern.test(text) ? now.getTime() + parseDuration(text) : parseInstant(text)
  if (Number.isNaN(new Date(instant).getTime())) {
    throw new StagecoachError('until-invalid', `'${text}' is no instant.`, {
      hint: 'Write 2026-12-24T12:00:00Z, or a duration from now on such as 3d.',
    })
  }
  if (instant <= now.getTime())
    throw new StagecoachError('until-invalid', `'${text}' is over already.`, { hint: 'Name an instant to come.' })
  return new Date(instant).toISOString()
}

function parseInstant(text: string): number {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN
}

import { StagecoachError } from '../error.ts'
import { stopsInForce } from '../ledger/acts.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { ActEntry } from '../ledger/record.ts'
import type { Result } from '../outcome.ts'
import { namedVersion } from './named-version.ts'

interface EndingAct {
  act: ActEntry['act']
  environment?: string
  package?: string
}

/** Released or resumed twice is once; and one that names another scope than the hold or stop has ends nothing, and says where it is. */
export function nothingToEnd(view: LedgerView, request: EndingAct, now: string): Result | undefined {
  const { act, environment, package: name } = request
  if (act === 'resume') return nothingToResume(view, environment, now)
  return act === 'release' && name !== undefined ? nothingToRelease(view, { ...request, package: name }, now) : undefined
}

function nothingToRelease(
  view: LedgerView,
  { act, environment, package: name }: EndingAct & { package: string },
  now: string,
): Result | undefined {
  try {
    namedVersion(view, { act, package: name, ...(environment === undefined ? {} : { environment }) }, now)
    return undefined
  } catch (error) {
    if (!(error instanceof StagecoachError) || error.code !== 'hold-missing') throw error
    return unchanged(error.message, error.hint === undefined ? [] : [error.hint])
  }
}

function nothingToResume(view: LedgerView, environment: string | undefined, now: string): Result | undefined {
  const stops = stopsInForce(view, now)
  if (stops.some((each) => environment === undefined || each.environment === environment)) return undefined
  const others = [...new Set(stops.map((each) => each.environment ?? 'every environment'))].join(', ')
  return unchanged(`Nothing stops ${environment === undefined ? 'the line' : `${environment} alone`}.`, [
    others === ''
      ? 'Look with `stagecoach status`.'
      : `The line is stopped in ${others}: resume it there, or without naming an environment.`,
  ])
}

function unchanged(message: string, advice: string[]): Result {
  return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message, advice }
}

import { StagecoachError } from '../error.ts'
import type { LedgerView } from '../ledger/history.ts'
import type { VerifiedState } from '../ledger/verified-states.ts'
import { reachableStates } from './reachable-states.ts'

/** The newest verified state that an operation made or a commit holds; at least seven characters of either will do.
 *  @throws StagecoachError `state-missing` with the states there are */
export function findState(view: LedgerView, environment: string, wanted: string): VerifiedState {
  const states = reachableStates(view, environment)
  const long = wanted === 'baseline' || wanted.length >= 7
  const found = states.find(
    (each) => each.operation === wanted || (long && [each.operation, each.commit].some((id) => id.startsWith(wanted))),
  )
  if (found !== undefined) return found
  const known = states.slice(0, 8).map((each) => `${each.operation} (${each.at}: ${namesIn(each)})`)
  throw new StagecoachError('state-missing', `${environment} has no verified state '${wanted}'.`, {
    hint: `There is ${known.join(', ') || 'none'}.`,
  })
}

/** Operations that changed the targets after a state was verified, newest first; whatever became of them. */
export function operationsSince(
  view: LedgerView,
  environment: string,
  { operation }: Pick<VerifiedState, 'operation'>,
): string[] {
  const since =
    operation === 'baseline'
      ? view.of('baseline', environment).at(-1)?.seq
      : view.of('verification', environment).findLast((each) => each.passed && each.operation === operation)?.seq
  const later = view.of('deployment', environment).filter((each) => each.seq > (since ?? 0) && each.operation !== operation)
  return [...new Set(later.map((each) => each.operation))].toReversed()
}

/** `gift-cards, loyalty`, for people. */
export function namesIn({ packages }: Pick<VerifiedState, 'packages'>): string {
  return packages.map((each) => each.name).join(', ') || 'no package'
}

import type { Verb, VerbGroup } from '../frame/verb.ts'
import { ack, hold, override, release, resume, stop } from './acts.ts'
import { deployVerb } from './deploy.ts'
import { explainVerb } from './explain.ts'
import { gate } from './gate.ts'
import { plan, promoteVerb } from './promote.ts'
import { statusVerb } from './status.ts'
import { sweepVerb } from './sweep.ts'

/** Every verb that works end to end, in the order of the help. */
export const verbs: readonly (Verb | VerbGroup)[] = [
  ...[statusVerb, explainVerb],
  ...[plan, promoteVerb, gate, sweepVerb, ack, hold, release, override, stop, resume],
  ...[deployVerb],
]

export function isGroup(each: Verb | VerbGroup): each is VerbGroup {
  return 'verbs' in each
}

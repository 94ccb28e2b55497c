import type { Verb, VerbGroup } from '../frame/verb.ts'
import { ack, hold, override, release, resume, stop } from './acts.ts'
import { adoptVerb } from './adopt.ts'
import { build } from './build.ts'
import { deployVerb } from './deploy.ts'
import { doctorVerb } from './doctor.ts'
import { drift } from './drift.ts'
import { explainVerb } from './explain.ts'
import { gate } from './gate.ts'
import { init } from './init.ts'
import { ledger } from './ledger.ts'
import { lint } from './lint.ts'
import { plan, promoteVerb } from './promote.ts'
import { resetVerb } from './reset.ts'
import { resolveVerb } from './resolve.ts'
import { rollbackVerb } from './rollback.ts'
import { statusVerb } from './status.ts'
import { sweepVerb } from './sweep.ts'
import { syncVerb } from './sync.ts'
import { verify } from './verify.ts'

/** Every verb that works end to end, in the order of the help. */
export const verbs: readonly (Verb | VerbGroup)[] = [
  ...[init, adoptVerb, statusVerb, explainVerb],
  ...[lint, build, plan, promoteVerb, resolveVerb, syncVerb, gate, sweepVerb],
  ...[ack, hold, release, override, stop, resume],
  ...[deployVerb, verify, rollbackVerb, resetVerb, drift, doctorVerb, ledger],
]

export function isGroup(each: Verb | VerbGroup): each is VerbGroup {
  return 'verbs' in each
}

import { mendLine } from '../../foreign/explain-trouble.ts'
import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, waiting } from '../result.ts'

/** The branch deploys as a whole: a package that is held, undecided or of unknown presence stops every other one too. */
export function presence(facts: GateFacts): GateResult {
  if (facts.unclear.length === 0) return open('presence')
  const mends = [...new Set(facts.unclear.flatMap(({ mend = [] }) => mend.map(mendLine)))]
  return waiting(
    'presence',
    [
      ...facts.unclear.map(({ what, package: name, reason, code }) => `${what ?? carries(facts, name, reason)} (${code})`),
      ...mends,
    ],
    ['a decision, an acknowledgement or a repair'],
  )
}

function carries({ environment }: GateFacts, name: string | undefined, reason: string): string {
  return `${environment.branch} carries ${name ?? 'something unclear'}: ${reason}.`
}

import { RRuleTemporal } from 'rrule-temporal'

/** Reads an RFC 5545 rule; `rrule-temporal` because its answers do not depend on the host's time zone.
 *  @throws Error saying what is wrong with the text */
export function parseFreezeRule(text: string): RRuleTemporal {
  const rule = text.trim()
  if (!/^DTSTART(;TZID=[^:;\s]+:\d{8}T\d{6}|:\d{8}T\d{6}Z)\s*$/m.test(rule)) {
    throw new Error(
      'it needs a line DTSTART;TZID=Europe/Berlin:20261220T000000 (or DTSTART:…Z in UTC), so that its time zone is known',
    )
  }
  return new RRuleTemporal({ rruleString: rule, strict: true })
}

/** What is wrong with a rule; undefined when it is good and has an occurrence. */
export function freezeRuleProblem(text: string): string | undefined {
  try {
    const rule = parseFreezeRule(text)
    return rule.next(new Date(0), true) === null ? 'it never begins' : undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

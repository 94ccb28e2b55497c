import { expect, test } from 'vitest'
import { judgePresence } from './presence.ts'
import type { PresenceFacts } from './presence.ts'

const facts: PresenceFacts = { touches: true, relisted: false, noop: false, unmoved: false, takenOut: false }

// Each row: what is known of the commit, the verdict, and why.
test.each<[Partial<PresenceFacts>, string, string]>([
  [{ touches: false }, 'noted', 'it has nothing to do with the package'],
  [{ noop: true }, 'present', 'merging the package again changes nothing'],
  [{ unmoved: true }, 'noted', 'what was so before is so after, present or not'],
  [{ takenOut: true }, 'absent', 'the content is the one without the package'],
  [{}, 'unknown', 'nothing speaks for either'],
  [{ touches: false, relisted: true }, 'unknown', 'a set changed by hand is not believed'],
  [{ touches: false, relisted: true, noop: true }, 'present', 'a set changed by hand agrees with the content'],
  [{ relisted: true, unmoved: true }, 'unknown', 'the set changed and the content did not'],
  [{ noop: true, takenOut: true }, 'present', 'a package whose change others made too is there'],
])('judges %o as %s: %s', (known, verdict) => {
  const judged = judgePresence({ ...facts, ...known })
  expect(judged.verdict).toBe(verdict)
  expect(judged.reason === undefined).toBe(verdict === 'noted' || verdict === 'present')
})

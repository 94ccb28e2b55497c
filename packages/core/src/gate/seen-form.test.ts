import { expect, it } from 'vitest'
import { samplePromotion } from '../testing/facts.ts'
import { sampleOid } from '../testing/samples.ts'
import { seenForm } from './seen-form.ts'

const first = samplePromotion({ at: '2026-11-20T10:00:00.250Z' })
const second = samplePromotion({ at: '2026-11-20T10:00:07.006Z', head: sampleOid('second') })

it.each([
  ['nothing, before the first was recorded', '2026-11-20T09:59:59Z', undefined],
  ['the first, within the second in which it was recorded', '2026-11-20T10:00:00Z', first],
  ['the first, until the second is there', '2026-11-20T10:00:06Z', first],
  ['the second, within the second in which it was recorded', '2026-11-20T10:00:07Z', second],
  ['the second, ever after', '2026-11-21T10:00:00Z', second],
])('a reviewer saw %s', (_what, submittedAt, seen) => {
  expect(seenForm([first, second], { submittedAt })).toBe(seen)
})

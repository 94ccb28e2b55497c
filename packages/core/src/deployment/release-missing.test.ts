import { expect, it } from 'vitest'
import { sampleEnvironment } from '../testing/facts.ts'
import { releaseMissing } from './deploy.ts'

it.each([
  ['promote', 'Run the promote workflow again'],
  ['deploy', 'Promote a package to production: that builds a release of the whole branch'],
] as const)('says after a %s without release what makes one', (verb, advice) => {
  const result = releaseMissing({ verb, environment: sampleEnvironment(), content: 'c'.repeat(40) })
  expect(result).toMatchObject({ outcome: 'blocked', reason: 'release-missing', advice: [expect.stringContaining(advice)] })
})

import { expect, it } from 'vitest'
import { sampleEnvironment } from '../testing/facts.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { refuseValidated } from './sync-results.ts'

const fix = samplePackage('tax-note')
const plan = { raise: [], bring: [fix], leaves: [], leaveOut: [], after: [samplePackage('loyalty'), fix] }
const environment = sampleEnvironment({ name: 'qa', branch: 'env/qa', production: false })
const commit = sampleOid('production')
const verified = { operation: 'a'.repeat(16), commit, content: commit, packages: [fix], at: '2026-11-20T10:00:00Z' }
const subject = { environment, plan, production: { environment: 'production', verified } }

it.each([
  ['rehearsal-failed', 'qa holds loyalty beside it: roll back there what stands in its way'],
  ['object-missing', 'What comes ran in production as it is'],
  ['applied-changed', 'as it was said'],
] as const)('says after %s whose turn it is', (reason, advice) => {
  const result = refuseValidated(subject, { reason, message: 'It cannot run.', advice: ['as it was said'] })
  expect(result).toMatchObject({ outcome: 'blocked', reason, environment: 'qa', packages: ['tax-note'] })
  expect(result.advice).toEqual([expect.stringContaining(advice)])
})

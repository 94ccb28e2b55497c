import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ledger/record.ts'
import { sampleAct } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { samplePackage } from '../testing/samples.ts'
import { nothingToEnd } from './nothing-to-end.ts'

type Request = Parameters<typeof nothingToEnd>[1]

const loyalty = samplePackage('loyalty')
const built: LedgerEntry = { kind: 'built', package: loyalty, people: [] }
const held = sampleAct('hold', { package: loyalty.name, digest: loyalty.digest })
const stop = sampleAct('stop')
const stopQa = sampleAct('stop', { environment: 'qa' })
const resume: Request = { act: 'resume' }
const resumeQa: Request = { act: 'resume', environment: 'qa' }
const now = '2026-11-21T00:00:00Z'

it.each<[says: string, advice: string, entries: LedgerEntry[], request: Request]>([
  ['Nothing stops the line.', 'Look with `stagecoach status`.', [], resume],
  ['Nothing stops the line.', 'Look with', [stop, sampleAct('resume')], resume],
  ['Nothing stops the line.', 'Look with', [sampleAct('stop', { until: '2026-11-20T12:00:00Z' })], resume],
  ['Nothing stops qa alone.', 'Look with', [], resumeQa],
  ['Nothing stops qa alone.', 'stopped in every environment: resume it there, or without naming', [stop], resumeQa],
  ['Nothing stops qa alone.', 'stopped in production', [sampleAct('stop', { environment: 'production' })], resumeQa],
  [
    'Nothing holds loyalty in qa alone.',
    'held in every environment: release it there, or without naming',
    [built, held],
    { act: 'release', environment: 'qa', package: 'loyalty' },
  ],
])('says "%s" with the hint "%s"', (says, advice, entries, request) => {
  expect(nothingToEnd(sampleView(...entries), request, now)).toMatchObject({
    outcome: 'unchanged',
    message: says,
    advice: [expect.stringContaining(advice)],
  })
})

it.each<[why: string, entries: LedgerEntry[], request: Request]>([
  ['a stop of everything ends without a name', [stop], resume],
  ['a stop of one environment, too', [stopQa], resume],
  ['and by its name', [stop, stopQa], resumeQa],
  ['what is held is released', [built, held], { act: 'release', package: 'loyalty' }],
  ['a stop ends nothing', [], { act: 'stop' }],
])('has something to do: %s', (_why, entries, request) => {
  expect(nothingToEnd(sampleView(...entries), request, now)).toBeUndefined()
})

import { expect, it } from 'vitest'
import { gift, sampleEnvironment, samplePromotion } from '../testing/facts.ts'
import { sampleView } from '../testing/ledger-view.ts'
import { sampleOid, samplePackage } from '../testing/samples.ts'
import { laneBefore } from './subject.ts'

const lanes = { hotfix: { skip: ['deployed' as const], require: [] } }
const { at: _at, ...entry } = samplePromotion({ lane: { name: 'hotfix', reason: 'a leak' } })
const open = new Map([['refs/heads/promote/production/gift-cards', { oid: sampleOid('head') }]])

it.each([
  ['its branch is there', open, gift, lanes, { lane: 'hotfix', laneReason: 'a leak' }],
  ['its branch is gone', new Map(), gift, lanes, {}],
  ['it has another version', open, samplePackage('gift-cards', { version: '2.0.0' }), lanes, {}],
  ['the configuration knows the lane no more', open, gift, {}, {}],
])('keeps the lane of a promotion that is made again when %s', (_what, refs, pkg, known, expected) => {
  expect(laneBefore({ view: sampleView(entry), refs }, sampleEnvironment({ lanes: known }), pkg)).toEqual(expected)
})

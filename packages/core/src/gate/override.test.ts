import { expect, it } from 'vitest'
import { sampleEnvironment } from '../testing/facts.ts'
import { overridableIn } from './override.ts'

it.each([
  ['nothing is configured', { after: [], gates: [], lanes: {} }, ['presence']],
  ['it comes after another', { after: ['qa'], gates: [], lanes: {} }, ['deployed', 'presence']],
  ['a gate is configured', { after: [], gates: [{ gate: 'freeze' as const, windows: [] }], lanes: {} }, ['freeze', 'presence']],
  [
    'a lane wants a gate of its own',
    { after: [], gates: [], lanes: { hotfix: { skip: [], require: [{ gate: 'checks' as const, checks: [{ name: 'ci' }] }] } } },
    ['checks', 'presence'],
  ],
])('names what an override can pass in an environment when %s', (_when, change, gates) => {
  expect(overridableIn(sampleEnvironment(change))).toEqual(gates)
})

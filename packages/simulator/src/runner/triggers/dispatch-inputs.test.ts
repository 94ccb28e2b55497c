import { expect, test } from 'vitest'
import { readDispatchInputs } from './dispatch-inputs.ts'

const declaration = {
  inputs: {
    package: { required: true },
    environment: { type: 'choice', options: ['qa', 'prod'] },
    dry: { type: 'boolean', default: true },
    count: { type: 'number', default: 3 },
    note: null,
  },
}

test('fills defaults, and keeps types in inputs but texts in the payload', () => {
  const read = readDispatchInputs(declaration, { package: 'loyalty', dry: 'false' })
  expect(read.problems).toEqual([])
  expect(read.texts).toEqual({ package: 'loyalty', environment: 'qa', dry: 'false', count: '3', note: '' })
  expect(read.typed).toEqual({ package: 'loyalty', environment: 'qa', dry: false, count: 3, note: '' })
})

test.each([
  [{}, "Required input 'package' not provided"],
  [{ package: 'a', other: '1' }, 'Unexpected inputs provided: ["other"]'],
  [{ package: 'a', environment: 'dev' }, "Provided value 'dev' for input 'environment' not in the list of allowed values"],
  [{ package: 'a', dry: 'yes' }, "Provided value 'yes' for input 'dry' is not a boolean"],
  [{ package: 'a', count: 'many' }, "Provided value 'many' for input 'count' is not a number"],
])('refuses %j', (given, problem) => {
  expect(readDispatchInputs(declaration, given).problems).toEqual([problem])
})

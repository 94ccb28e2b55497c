import { describe, expect, it } from 'vitest'
import { defineAction } from './define-action.ts'
import { boolean, choice, list, number, text } from './input.ts'
import { readInputs } from './read-inputs.ts'

const spec = defineAction({
  id: 'sample',
  name: 'Sample',
  description: 'A sample.',
  inputs: {
    environment: text({ description: 'Where.', required: true }),
    version: text({ description: 'Which.' }),
    token: text({ description: 'Token.', default: '${{ github.token }}' }),
    act: choice(['evaluate', 'hold'], { description: 'What.', default: 'evaluate' }),
    sync: boolean({ description: 'Sync.' }),
    package: list({ description: 'Packages.' }),
    count: number({ description: 'How many.' }),
  },
  outputs: {},
})
const read = (given: Record<string, string>) => readInputs(spec, (name) => given[name] ?? '')

describe('readInputs', () => {
  it('parses each kind, and absent is undefined', () => {
    expect(read({ environment: ' qa ', package: 'a\n\n  b \r\n', sync: 'true', count: '3', token: 't' })).toEqual({
      environment: 'qa',
      version: undefined,
      token: 't',
      act: 'evaluate',
      sync: true,
      package: ['a', 'b'],
      count: 3,
    })
  })

  it('reports every problem at once, with name, value and what is allowed', () => {
    const wrong = (): unknown => read({ act: 'hodl', sync: 'yes', count: '-1' })
    expect(wrong).toThrow(
      expect.objectContaining({
        code: 'input-invalid',
        problems: [
          expect.objectContaining({ message: 'input "environment" is required' }),
          expect.objectContaining({ message: 'input "act" is "hodl"', hint: 'allowed: evaluate or hold' }),
          expect.objectContaining({ message: 'input "sync" is "yes"', hint: 'allowed: true or false' }),
          expect.objectContaining({ message: 'input "count" is "-1"', hint: 'allowed: a whole number' }),
        ],
      }),
    )
  })

  it('does not take an expression for a value', () => {
    expect(read({ environment: 'qa' }).token).toBe('')
  })
})

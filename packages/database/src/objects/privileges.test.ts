import { expect, it } from 'vitest'
import { privilegeStatements, type Privilege } from './privileges.ts'

const right = (to: string | null, privilege: string, grantable = false): Privilege => ({ to, privilege, grantable })

it.each<[string, Privilege[], Privilege[], string[]]>([
  ['there is none', [], [], []],
  ['it is there', [right('app', 'SELECT')], [right('app', 'SELECT')], []],
  ['it lacks', [], [right('Odd "role"', 'SELECT', true)], ['grant SELECT on table v to "Odd ""role""" with grant option']],
  [
    'a new object gives everybody what the old one did not',
    [right(null, 'EXECUTE')],
    [],
    ['revoke EXECUTE on table v from public'],
  ],
  [
    'it could be passed on and may not any more',
    [right('app', 'SELECT', true)],
    [right('app', 'SELECT')],
    ['revoke SELECT on table v from "app"', 'grant SELECT on table v to "app"'],
  ],
])('gives the right that an object had before when %s', (_when, now, wanted, expected) => {
  expect(privilegeStatements('table v', now, wanted)).toEqual(expected)
})

it('names the column of a right on one column', () => {
  expect(privilegeStatements('table v', [], [right(null, 'UPDATE')], 'Id')).toEqual(['grant UPDATE ("Id") on table v to public'])
})

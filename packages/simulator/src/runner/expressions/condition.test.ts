import { expect, test } from 'vitest'
import { holds } from './condition.ts'
import { needsFunctions, statusFunctions } from './status-functions.ts'
import type { Value } from './value.ts'

const contexts = { github: { ref: 'refs/heads/main', event: { n: 2 } }, env: { DEPLOY: 'yes', EMPTY: '' } }
const decide = (condition: Value | undefined, status: 'success' | 'failure' | 'cancelled'): boolean =>
  holds(condition, { contexts, functions: statusFunctions(status) })

const rules: [Value | undefined, boolean, boolean, boolean][] = [
  // condition, after success, after failure, after cancel
  [undefined, true, false, false],
  ['', true, false, false],
  ['true', true, false, false],
  [true, true, false, false],
  [false, false, false, false],
  ['always()', true, true, true],
  ['ALWAYS()', true, true, true],
  ['failure()', false, true, false],
  ['cancelled()', false, false, true],
  ['!cancelled()', true, true, false],
  ['${{ !cancelled() }}', true, true, false],
  ['failure() || cancelled()', false, true, true],
  ["github.ref == 'refs/heads/main'", true, false, false],
  ["github.ref == 'REFS/heads/MAIN'", true, false, false],
  ["github.ref == 'refs/heads/main' && always()", true, true, true],
  ["${{ github.ref == 'x' }}", false, false, false],
  ["env.DEPLOY == 'yes' && success()", true, false, false],
  ['env.EMPTY', false, false, false],
  ['env.NEVER_SET', false, false, false],
  ['github.event.n > 1', true, false, false],
  ["contains(fromJSON('[1,2]'), github.event.n)", true, false, false],
  ["startsWith(github.ref, 'refs/tags/')", false, false, false],
  // Text beside the braces makes a non-empty string: always true, a trap that GitHub has too.
  ["${{ github.ref }} == 'nonsense'", true, false, false],
  ['${{ failure() }} || false', true, true, true], // names failure(), so no success() is put before it
] // prettier-ignore

test.each(rules)('if: %s', (condition, success, failure, cancelled) => {
  expect([decide(condition, 'success'), decide(condition, 'failure'), decide(condition, 'cancelled')]).toEqual([
    success,
    failure,
    cancelled,
  ])
})

test.each(['secrets.X', 'nonsense(1)', 'github.ref ==', "'open"])('%s is an error, not false', (condition) => {
  expect(() => decide(condition, 'success')).toThrow('The expression is not valid')
})

const needs: [string, string[], boolean, boolean][] = [
  ['without needs', [], true, false],
  ['all succeeded', ['success', 'success'], true, false],
  ['one failed', ['success', 'failure'], false, true],
  ['one was skipped', ['success', 'skipped'], false, false],
  ['one was cancelled', ['cancelled'], false, false],
]
test.each(needs)('a job %s', (_, results, success, failure) => {
  const scope = { contexts, functions: needsFunctions(results, false) }
  expect([holds(undefined, scope), holds('failure()', scope), holds('always()', scope)]).toEqual([success, failure, true])
})

import { expect, test } from 'vitest'
import { isRefName } from './refs.ts'

test.each([
  ['refs/heads/main', true, 'a plain branch'],
  ['refs/heads/promote/qa/gift-cards', true, 'slashes inside'],
  ['refs/heads/größe', true, 'letters beyond ASCII'],
  ['refs/heads/$(touch x)', false, 'a space, though not the dollar sign, is refused'],
  ['refs/heads/a..b', false, 'two dots would climb out or mean a range'],
  ['refs/heads/.hidden', false, 'a component begins with a dot'],
  ['refs/heads/x.lock', false, 'the name of a lock file'],
  ['refs/heads/a//b', false, 'an empty component'],
  ['refs/heads/a@{1}', false, 'the syntax of the reflog'],
  ['heads/main', false, 'not a full name'],
])('%s is a ref name: %s (%s)', (name, expected) => {
  expect(isRefName(name)).toBe(expected)
})

import { expect, test } from 'vitest'
import { expandMatrix, matrixJobName } from './matrix.ts'

test('the product of all vectors, in order', () => {
  expect(expandMatrix({ a: [1, 2], b: ['x', 'y'] })).toEqual([
    { a: 1, b: 'x' }, { a: 1, b: 'y' }, { a: 2, b: 'x' }, { a: 2, b: 'y' },
  ]) // prettier-ignore
})

test('exclude takes away all that it agrees with', () => {
  expect(expandMatrix({ a: [1, 2], b: ['x', 'y'], exclude: [{ a: 1 }, { a: 2, b: 'y' }] })).toEqual([{ a: 2, b: 'x' }])
})

test("GitHub's own example of include", () => {
  const include = [
    { color: 'green' },
    { color: 'pink', animal: 'cat' },
    { fruit: 'apple', shape: 'circle' },
    { fruit: 'banana' },
    { fruit: 'banana', animal: 'cat' },
  ]
  expect(expandMatrix({ fruit: ['apple', 'pear'], animal: ['cat', 'dog'], include })).toEqual([
    { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
    { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
    { fruit: 'pear', animal: 'cat', color: 'pink' },
    { fruit: 'pear', animal: 'dog', color: 'green' },
    { fruit: 'banana' },
    { fruit: 'banana', animal: 'cat' },
  ])
})

test('include alone makes one job each', () => {
  expect(expandMatrix({ include: [{ site: 'a' }, { site: 'b' }] })).toEqual([{ site: 'a' }, { site: 'b' }])
})

test.each([
  ['text'],
  [{ a: 'x' }],
  [{ a: [] }],
  [{ a: [1], include: 'x' }],
  [{ a: Array.from({ length: 257 }, (_, index) => index) }],
])('refuses %j', (matrix) => {
  expect(() => expandMatrix(matrix)).toThrow(/matrix/i)
})

test('shows the values in the name of the job', () => {
  expect(matrixJobName('test', { node: 24, os: { name: 'linux', arch: 'x64' } })).toBe('test (24, linux, x64)')
})

import { expect, test } from 'vitest'
import { bundleProblems } from './check-bundle.ts'

const problems = (text: string): string[] => bundleProblems([{ path: 'a/index.js', content: Buffer.from(text) }], '/checkout')

test.each([
  ['the path of the checkout', 'const here = "/checkout/packages"', 'contains the path "/checkout"'],
  ['a package loaded at the start', 'import pg from "pg"', 'imports "pg" at its start'],
  ['a module of ours that was missing', 'module.exports = eval("require")("./gone.js");', 'lacks the module "./gone.js"'],
])('a bundle is refused for %s', (_, text, problem) => {
  expect(problems(text)).toEqual([expect.stringContaining(problem)])
})

test('a bundle may import what Node has, and miss an optional package', () => {
  expect(problems('import fs from "node:fs"\nmodule.exports = eval("require")("pg-native");')).toEqual([])
})

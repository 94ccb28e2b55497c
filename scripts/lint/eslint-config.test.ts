import { join } from 'node:path'
import { ESLint } from 'eslint'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../repository-root.ts'

// Typed rules need a file of a project: the text is planted in place of one that is on disk.
const inCore = 'packages/core/src/error.ts'
const eslint = new ESLint({ cwd: repositoryRoot })

async function findings(code: string, file = inCore): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(repositoryRoot, file) })
  return [...new Set((result?.messages ?? []).map((message) => message.ruleId ?? message.message))].sort()
}

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `  a(${index})`).join('\n')

test.each([
  [
    'a promise nobody waits for',
    `export function f(p: Promise<void>): void {\n  p\n}\n`,
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a promise where a boolean is wanted',
    `export const f = (p: Promise<void>) => (p ? 1 : 2)\n`,
    '@typescript-eslint/no-misused-promises',
  ],
  [
    'a switch that forgets a case',
    `export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      break\n  }\n}\n`,
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  ['any', `export const f = (x: any): unknown => x\n`, '@typescript-eslint/no-explicit-any'],
  [
    'a claim that something is there',
    `export const f = (x: string | undefined) => x!.length\n`,
    '@typescript-eslint/no-non-null-assertion',
  ],
  [
    'a type imported as a value',
    `import { formatProblem } from './digest.ts'\nexport type F = typeof formatProblem\n`,
    '@typescript-eslint/consistent-type-imports',
  ],
  ['an empty catch', `export function f(a: () => void): void {\n  try {\n    a()\n  } catch {}\n}\n`, 'no-empty'],
  [
    'a function of more than 40 lines',
    `export function f(a: (n: number) => void): void {\n${lines(41)}\n}\n`,
    'max-lines-per-function',
  ],
  ['the environment read in core', `export const home = process.env['HOME']\n`, 'no-restricted-globals'],
  [
    'the process imported in core',
    `import { env } from 'node:process'\nexport const home = env['HOME']\n`,
    'no-restricted-imports',
  ],
  ['a console in core', `console.log('hello')\n`, 'no-console'],
])('finds %s', async (_, code, rule) => {
  expect(await findings(code)).toContain(rule)
})

test('finds a focused test', async () => {
  const code = `import { test } from 'vitest'\ntest.only('a', () => undefined)\n`
  expect(await findings(code, 'scripts/testing/tally.test.ts')).toContain('no-restricted-syntax')
})

test('finds nothing in good code', async () => {
  expect(await findings(`export const double = (n: number): number => n * 2\n`)).toEqual([])
})

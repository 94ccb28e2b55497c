import { expect, test } from 'vitest'
import { functionLengths } from './function-lengths.ts'
import { lineFigures } from './line-figures.ts'
import { packageArrows } from './package-arrows.ts'
import { table } from './table.ts'

const file = (path: string, lines: number) => ({ path, text: 'x\n'.repeat(lines) })

test('median and p90 are lengths that really occur', () => {
  const files = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((lines) => file(`packages/core/src/f${lines}.ts`, lines))
  const [row] = lineFigures(files)
  expect(row).toEqual({
    what: 'packages/core',
    files: 10,
    lines: 550,
    median: 50,
    p90: 90,
    longest: '100 packages/core/src/f100.ts',
  })
})

test('tests are counted apart from sources', () => {
  const rows = lineFigures([file('packages/git/src/a.ts', 5), file('packages/git/src/a.test.ts', 50)])
  expect(rows.map(({ what, lines }) => [what, lines])).toEqual([
    ['packages/git', 5],
    ['packages/git (tests)', 50],
    ['all sources', 5],
    ['all tests', 50],
  ])
})

test('a function counts from its first line to its last, under its name', () => {
  const text = 'export function outer(): void {\n  const inner = () => {\n    return\n  }\n  inner()\n}\n'
  expect(functionLengths({ path: 'a.ts', text })).toEqual([
    { name: 'outer', path: 'a.ts', line: 1, lines: 6 },
    { name: 'inner', path: 'a.ts', line: 2, lines: 3 },
  ])
})

test('an arrow counts the files that import a package, later imports too', () => {
  const files = [
    { path: 'packages/cli/src/a.ts', text: `import { x } from '@stagecoach/core'\nawait import('@stagecoach/simulator')` },
    { path: 'packages/cli/src/b.ts', text: `export { x } from '@stagecoach/core'` },
    { path: 'packages/cli/src/b.test.ts', text: `import { y } from '@stagecoach/git'` },
  ]
  const row = packageArrows(files).get('packages/cli')
  expect(Object.fromEntries(row ?? [])).toEqual({ core: 2, simulator: 1 })
})

test('numbers stand to the right', () => {
  expect(
    table(
      ['name', 'n'],
      [
        ['a', 5],
        ['bc', 100],
      ],
    ),
  ).toBe('name    n\na       5\nbc    100')
})

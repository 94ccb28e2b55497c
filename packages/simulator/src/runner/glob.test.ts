import { expect, test } from 'vitest'
import { filePattern, matchesFilter } from './glob.ts'

test.each([
  // https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
  [['feature/*'], 'feature/my-branch', true],
  [['feature/*'], 'feature/a/b', false],
  [['feature/**'], 'feature/a/b', true],
  [['*'], 'main', true],
  [['*'], 'a/b', false],
  [['**'], 'all/the/branches', true],
  [['*feature'], 'ver-10-feature', true],
  [['v2*'], 'v2.0', true],
  [['v[12].[0-9]+.[0-9]+'], 'v1.10.1', true],
  [['v[12].[0-9]+.[0-9]+'], 'v3.1.1', false],
  [['*.jsx?'], 'page.js', true],
  [['**.js'], 'src/js/app.js', true],
  [['docs/**/*.md'], 'docs/hello.md', true],
  [['docs/**/*.md'], 'docs/a/b/hello.md', true],
  [['**/docs/**'], 'dir/docs/my-file.txt', true],
  [['*.md', '!README.md'], 'README.md', false],
  [['*.md', '!README.md', 'README*'], 'README.md', true],
  [['!main'], 'other', false],
  [['a.b'], 'axb', false],
  [['env/\\*'], 'env/*', true],
])('filter %j on %s: %s', (patterns, name, expected) => {
  expect(matchesFilter(patterns, name)).toBe(expected)
})

test.each([
  ['dist', 'dist/a/b.js', true],
  ['dist/', 'dist/a.js', true],
  ['dist/*.js', 'dist/a.js', true],
  ['dist/*.js', 'dist/a/b.js', false],
  ['**/*.json', 'a.json', true],
  ['**/package-lock.json', 'x/y/package-lock.json', true],
  ['file.tx?', 'file.txt', true],
  ['.', 'any/thing', true],
])('file pattern %s on %s: %s', (pattern, path, expected) => {
  expect(filePattern(pattern).test(path)).toBe(expected)
})

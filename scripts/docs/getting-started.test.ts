import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { configJsonSchema } from '@stagecoach/core'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../repository-root.ts'

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8')
const page = read('docs/getting-started.md')
// Written from the parser of the command line, and tested there.
const reference = new Map(
  read('docs/cli.md')
    .split(/^## /m)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
)
const calls = [...page.matchAll(/(?:^|`)stagecoach ([a-z][^`\n#]*)/gm)].map((match) => (match[1] ?? '').trim())

test('the page calls the command often enough to be about it', () => {
  expect(calls.length).toBeGreaterThan(10)
})

test.each(calls)('`stagecoach %s` is a verb with these options', (call) => {
  const [verb = '', second = ''] = call.split(' ')
  const section = reference.get(verb) ?? reference.get(`${verb} ${second}`)
  expect(section).toBeDefined()
  const options = [...call.matchAll(/--[a-z-]+/g)].map(([option]) => option)
  const known = `${section ?? ''}${reference.get('Options of every verb') ?? ''}`
  expect(options.filter((option) => !known.includes(`\`${option}`))).toEqual([])
})

test('every workflow that the page starts is one that `init` writes', () => {
  const files = [...page.matchAll(/gh workflow run (\S+)/g)].map((match) => match[1] ?? '')
  expect(files.length).toBeGreaterThan(0)
  const written = `${repositoryRoot}/examples/shop/.github/workflows`
  for (const file of files) expect(readFileSync(join(written, file), 'utf8')).toContain('workflow_dispatch')
})

test('the reference of the configuration names every key of an environment, a gate and a check', () => {
  const text = read('docs/reference/configuration.md')
  const keys = keysOf(configJsonSchema())
  expect(keys).toContain('rollback-gates')
  expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(text))).toEqual([])
})

/** Names of all properties in a JSON Schema, at any depth. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => [
    ...(key === 'properties' && typeof value === 'object' && value !== null ? Object.keys(value) : []),
    ...keysOf(value),
  ])
}

import { readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'
import { expect, test } from 'vitest'
import { renderDocumentation } from './documentation.ts'
import { version } from './version.ts'

const file = new URL('../../../docs/cli.md', import.meta.url)

test('docs/cli.md says what the commands are', async () => {
  const page = await format(renderDocumentation(), { parser: 'markdown', printWidth: 130 })
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, page)
  expect(readFileSync(file, 'utf8')).toBe(page)
})

test('says the version that is released', () => {
  const root: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  expect(root).toMatchObject({ version })
})

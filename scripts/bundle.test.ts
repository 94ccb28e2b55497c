import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureCheckout } from './bundle/fixture-checkout.ts'

const run = promisify(execFile)
const node = (args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, args, { cwd: tmpdir(), env: { PATH: process.env['PATH'], ...env } })
const build = (root: string) => node(['--disable-warning=DEP0187', join(root, 'scripts/bundle.ts')])

let scratch: string
let checkout: string
/** The first release, copied to a folder with no node_modules above it. */
let release: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'bundle-'))
  checkout = join(scratch, 'first')
  release = join(scratch, 'copied', 'release')
  await fixtureCheckout(checkout)
  await build(checkout)
  await cp(join(checkout, 'release'), release, { recursive: true })
}, 120_000)
afterAll(() => rm(scratch, { recursive: true, force: true }))

async function runAction(engine: string): Promise<string> {
  const output = join(scratch, `output-${engine}`)
  await writeFile(output, '')
  await node([join(release, 'actions/sample/dist/index.js')], { INPUT_ENGINE: engine, GITHUB_OUTPUT: output })
  return (await readFile(output, 'utf8')).replace(/ghadelimiter_[0-9a-f-]+/g, '|')
}

test.each([
  ['none', 'code<<|\nsample\n|\n'],
  ['postgres', 'code<<|\nsample\n|\nanswer<<|\nECONNREFUSED\n|\n'],
  ['parser', 'code<<|\nsample\n|\nanswer<<|\n2\n|\n'],
  ['embedded', 'code<<|\nsample\n|\nanswer<<|\n42\n|\n'],
])('an action that uses %s runs from a copied release tree', async (engine, outputs) => {
  expect(await runAction(engine)).toBe(outputs)
})

test('the command line program runs and finds the packages beside the actions', async () => {
  const { stdout } = await node([join(release, 'cli/stagecoach.js'), 'select 1; select 2; select 3'])
  expect(stdout).toBe('sample 3 function\n')
})

interface Manifest {
  version: string
  files: Record<string, { sha256: string; size: number }>
}
const readManifest = async (folder: string) => JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest

test('the manifest names every file with the sha256 of its bytes', async () => {
  const { version, files } = await readManifest(release)
  expect(version).toBe('1.2.3')
  for (const [path, { sha256, size }] of Object.entries(files)) {
    const content = await readFile(join(release, path))
    expect({ path, size: content.length, sha256: createHash('sha256').update(content).digest('hex') }).toEqual({
      path,
      size,
      sha256,
    })
  }
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'actions/node_modules/@electric-sql/pglite/LICENSE',
      'actions/node_modules/@electric-sql/pglite/dist/pglite.wasm',
      'actions/node_modules/@pgsql/types/LICENSE',
      'actions/node_modules/libpg-query/wasm/libpg-query.wasm',
      'actions/sample/action.yml',
      'actions/sample/dist/LICENSES.txt',
      'actions/sample/dist/index.js',
      'actions/sample/dist/package.json',
      'cli/stagecoach.js',
    ]),
  )
})

test('the same checkout in another folder gives the same bytes', async () => {
  const elsewhere = join(scratch, 'a much longer path', 'second')
  await mkdir(join(scratch, 'a much longer path'))
  await rename(checkout, elsewhere)
  await build(elsewhere)
  expect(await readManifest(join(elsewhere, 'release'))).toEqual(await readManifest(release))
  await rename(elsewhere, checkout)
})

test('an external package imported at the start is refused with the line to write', async () => {
  const file = join(checkout, 'actions/sample/lib/index.js')
  const code = await readFile(file, 'utf8')
  await writeFile(file, `import { parse } from 'libpg-query'\nconsole.log(parse)\n`)
  await expect(build(checkout)).rejects.toThrow(`write: await import(/* webpackIgnore: true */ 'libpg-query')`)
  await writeFile(file, code)
})

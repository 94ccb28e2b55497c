import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { repositoryRoot } from '../repository-root.ts'

/** Tools that no bundle contains; leaving them out makes the copy quick. */
const tools = /^(@rolldown|@tktco|@typescript-eslint|@vitest|eslint|lightningcss|prettier|typescript|vite|vitest)\b/

const sampleAction = `
import * as actions from '@actions/core'
import { StagecoachError } from '@stagecoach/core'
import pg from 'pg'
const engine = actions.getInput('engine')
actions.setOutput('code', new StagecoachError('sample', 'A sample.').code)
if (engine === 'postgres') {
  const client = new pg.Client({ host: '127.0.0.1', port: 1 })
  await client.connect().catch((error) => actions.setOutput('answer', error.code))
}
if (engine === 'parser') {
  const { parse } = await import(/* webpackIgnore: true */ 'libpg-query')
  actions.setOutput('answer', (await parse('select 1; select 2')).stmts.length)
}
if (engine === 'embedded') {
  const { PGlite } = await import(/* webpackIgnore: true */ '@electric-sql/pglite')
  const database = new PGlite()
  const { rows } = await database.query('select 40 + 2 as answer')
  actions.setOutput('answer', rows[0].answer)
  await database.close()
}
`
const sampleCli = `#!/usr/bin/env node
import { StagecoachError } from '@stagecoach/core'
const { count } = await import('./later.js')
console.log(new StagecoachError('sample', 'A sample.').code, await count(process.argv[2]))
`
/** Loaded later, so that it lands in a file of its own. */
const sampleLater = `
export async function count(sql) {
  const { parse } = await import(/* webpackIgnore: true */ 'libpg-query')
  const { PGlite } = await import(/* webpackIgnore: true */ '@electric-sql/pglite')
  return (await parse(sql)).stmts.length + ' ' + typeof PGlite
}
`

/** A small checkout with the bundler, the real installed packages, one action and a CLI, for tests of the bundler. */
export async function fixtureCheckout(root: string): Promise<void> {
  const copy = (path: string): Promise<void> =>
    cp(join(repositoryRoot, path), join(root, path), { recursive: true, verbatimSymlinks: true })
  await cp(join(repositoryRoot, 'node_modules/.pnpm'), join(root, 'node_modules/.pnpm'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !tools.test(source.split('/.pnpm/')[1] ?? ''),
  })
  await copy('node_modules/@vercel')
  await copy('scripts')
  for (const name of ['core', 'database', 'action-kit']) {
    await copy(`packages/${name}/package.json`)
    await copy(`packages/${name}/node_modules`)
  }
  await emitCore(root)
  await write(root, 'package.json', '{ "name": "fixture", "version": "1.2.3", "type": "module" }')
  await write(root, 'LICENSE', 'licence\n')
  await write(root, 'README.md', 'readme\n')
  await writeSampleAction(root)
  await writeSampleCli(root)
}

/** The JavaScript of core, made without looking at types: this test is about bundles and should not wait for them. */
async function emitCore(root: string): Promise<void> {
  const source = join(repositoryRoot, 'packages/core/src')
  const compilerOptions = {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  }
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!/(?<!\.test)\.ts$/.test(entry.name)) continue
    const file = join(entry.parentPath, entry.name)
    const { outputText } = ts.transpileModule(await readFile(file, 'utf8'), { compilerOptions })
    await write(root, join('packages/core/dist', relative(source, file).replace(/\.ts$/, '.js')), outputText)
  }
}

async function writeSampleAction(root: string): Promise<void> {
  await write(root, 'actions/sample/package.json', '{ "name": "sample", "type": "module" }')
  await write(root, 'actions/sample/action.yml', 'name: Sample\n')
  await write(root, 'actions/sample/README.md', 'Sample\n')
  await write(root, 'actions/sample/lib/index.js', sampleAction)
  await link(root, 'actions/sample/node_modules/@actions/core', '../../../../packages/action-kit/node_modules/@actions/core')
  await link(root, 'actions/sample/node_modules/@stagecoach/core', '../../../../packages/core')
  await link(root, 'actions/sample/node_modules/pg', '../../../packages/database/node_modules/pg')
}

async function writeSampleCli(root: string): Promise<void> {
  await write(root, 'packages/cli/package.json', '{ "name": "cli", "type": "module", "bin": { "stagecoach": "./dist/bin.js" } }')
  await write(root, 'packages/cli/dist/bin.js', sampleCli)
  await write(root, 'packages/cli/dist/later.js', sampleLater)
  await link(root, 'packages/cli/node_modules/@stagecoach/core', '../../../core')
}

async function write(root: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), content)
}

async function link(root: string, path: string, target: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await symlink(target, join(root, path))
}

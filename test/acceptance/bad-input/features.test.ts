import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askForPromotion } from '../../story/chapters/moves.ts'
import { fileAt, packagesOf, refsOf } from '../look/branch.ts'
import { logOf } from '../look/database.ts'
import { during, pushBranch } from '../stage/push-branch.ts'
import { engine } from '../stage/engines.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'

const configPath = '.github/stagecoach.yml'
let opened: TemporaryStage
beforeAll(async () => {
  opened = await openTemporaryStage(engine())
  // What is odd here meets the build; only one goes on, when it is asked for.
  const config = (await fileAt(opened.stage.bare, 'main', configPath)) ?? ''
  const files = { [configPath]: `${config.replace('auto-promote: true', 'auto-promote: false')}\n` }
  await pushBranch(opened.stage, 'maya', { branch: 'main', files })
})
afterAll(() => opened.close())

const migration = (name: string, sql: string): Record<string, string> => ({
  [`db/migrations/${name}/package.yml`]: 'requires: []\n',
  [`db/migrations/${name}/0001_it.sql`]: sql,
})
const stored = (name: string): Promise<string[]> => refsOf(opened.stage.bare, `refs/tags/package/${name}`)

/** Files that a command hidden in a name would have left, wherever something runs. */
async function pwned(): Promise<string[]> {
  const inStage = await readdir(opened.stage.directory, { recursive: true })
  return [...inStage, ...(await readdir(process.cwd()))].filter((path) => /(^|\/)pwned$/.test(path))
}

describe('the name of a feature branch', () => {
  it.each([
    ['holds commands for a shell', 'odd-shell', 'feature/$(touch${IFS}pwned)`touch${IFS}pwned`;touch${IFS}pwned'],
    ['holds quotes', 'odd-quotes', `feature/it's-"here"`],
    ['has a part with a leading dash', 'odd-dash', 'feature/-rf'],
    ['is not ASCII', 'odd-letters', 'feature/größe-尺寸'],
    ['holds an expression of GitHub', 'odd-expression', 'feature/${{github.token}}'],
  ])('%s: its package is built, and nothing of the name was run', async (_what, name, branch) => {
    const table = `create table public.${name.replace('-', '_')} ();\n`
    const woken = await pushBranch(opened.stage, 'ada', { branch, files: migration(name, table) })
    expect(woken.conclusions('Stagecoach build')).toEqual(['success'])
    expect(await stored(name)).toHaveLength(1)
    expect(await pwned()).toEqual([])
  })

  it('with a space is refused by git already, and asked for by hand it is refused by name', async () => {
    const woken = await during(opened.stage, async () => {
      await opened.stage.rest('ada').dispatch('stagecoach-build.yml', { feature: 'feature/with a space; touch pwned' })
      await opened.stage.settle()
    })
    expect(woken.conclusions('Stagecoach build')).toEqual(['failure'])
    expect(woken.said).toContain(`'feature/with a space; touch pwned' is not the name of a branch.`)
    expect(await pwned()).toEqual([])
  })

  it('with commands for a shell: its package arrives in integration, and still nothing was run', async () => {
    await askForPromotion(opened.stage, 'maya', 'integration', 'odd-shell')
    expect([...(await packagesOf(opened.stage.bare, 'env/integration')).keys()]).toEqual(['odd-shell'])
    expect(await logOf(opened.stage.databases, 'integration', 'odd-shell')).toEqual(['applied 0001_it'])
    expect(await pwned()).toEqual([])
  })
})

describe('a package folder that reaches outside', () => {
  it.each([
    [
      'a migration that is a link out',
      { links: { 'db/migrations/climber/0001_a.sql': '../../../../../../etc/passwd' } },
      'db/migrations/climber/0001_a.sql',
      'symbolic link',
    ],
    [
      'a package.yml that is a link',
      { links: { 'db/migrations/climber/package.yml': '/etc/hostname' } },
      'db/migrations/climber/package.yml',
      'symbolic link',
    ],
    [
      'names that fall together where case does not count',
      {
        files: {
          ...migration('climber', 'select 1;\n'),
          'db/migrations/climber/0001_IT.undo.sql': 'select 1;\n',
          'db/migrations/climber/0001_it.undo.sql': 'select 1;\n',
        },
      },
      'db/migrations/climber/0001_IT.undo.sql',
      'differs only in case|not named like a migration',
    ],
  ])('%s: it is refused by its path', async (what, content, path, why) => {
    const woken = await pushBranch(opened.stage, 'ada', { branch: `feature/climber-${what.length}`, ...content })
    expect(woken.conclusions('Stagecoach build')).toEqual(['failure'])
    expect(woken.said).toMatch(new RegExp(`${path.replaceAll('.', '\\.')}: .*(${why})`))
    expect(woken.said).not.toContain('root:x:0')
    expect(await stored('climber')).toEqual([])
  })
})

describe('SQL that does not parse', () => {
  it('is refused at build, with file, line and column in the annotation', async () => {
    const sql = '-- a table\ncreate table public.broken (\n  id bigint,\n  name texd text text\n);\n'
    const woken = await pushBranch(opened.stage, 'ada', { branch: 'feature/broken', files: migration('broken', sql) })
    expect(woken.conclusions('Stagecoach build')).toEqual(['failure'])
    const path = 'db/migrations/broken/0001_it.sql'
    expect(woken.annotations).toContainEqual(expect.objectContaining({ level: 'error', file: path, line: 4 }))
    expect(woken.said).toContain(`${path}:4:13: `)
    expect(await stored('broken')).toEqual([])
  })
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shopFolder } from '../../story/features/read-feature.ts'
import { refsOf } from '../look/branch.ts'
import { pushBranch, type Woken } from '../stage/push-branch.ts'
import { engine } from '../stage/engines.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'

const path = '.github/stagecoach.yml'
let opened: TemporaryStage
let good: string
beforeAll(async () => {
  opened = await openTemporaryStage(engine())
  good = (await readFile(join(shopFolder, path), 'utf8')).replaceAll('engine: postgres', 'engine: embedded')
})
afterAll(() => opened.close())

/** maya pushes a configuration to main, and ada a feature afterwards. */
async function buildWith(config: string, name: string): Promise<Woken> {
  await pushBranch(opened.stage, 'maya', { branch: 'main', files: { [path]: config } })
  return pushBranch(opened.stage, 'ada', {
    branch: `feature/${name}`,
    files: { [`db/migrations/${name}/package.yml`]: 'requires: []\n', [`src/${name}.js`]: 'export {}\n' },
  })
}
const stored = (name: string): Promise<string[]> => refsOf(opened.stage.bare, `refs/tags/package/${name}`)

describe('a configuration', () => {
  it('with several errors: all are reported at once, each with line and column, and nothing is built', async () => {
    const broken = good
      .replace('disposable: true', 'disposible: true')
      .replace('after: [integration]', 'after: [integratoin]')
      .replace('for: 1h', 'for: soon')
    const woken = await buildWith(broken, 'several')
    expect(woken.conclusions('Stagecoach build')).toEqual(['failure'])
    const lines = woken.annotations.filter((each) => each.level === 'error' && each.file === path).map((each) => each.line)
    const expected = ['disposible', 'integratoin', 'soon'].map((word) => broken.slice(0, broken.indexOf(word)).split('\n').length)
    expect(lines).toEqual(expected)
    for (const line of expected) expect(woken.said).toMatch(new RegExp(`stagecoach\\.yml:${line}:\\d+: `))
    expect(woken.said).toContain('disposable')
    expect(await stored('several')).toEqual([])
  })

  it('of 2 MB is refused by its size, at once', async () => {
    const start = performance.now()
    const woken = await buildWith(`${good}\n${'# a line that says nothing\n'.repeat(80_000)}`, 'large')
    expect(woken.conclusions('Stagecoach build')).toEqual(['failure'])
    expect(woken.said).toMatch(/stagecoach\.yml.*(large|bytes|KB|KiB|MB)/i)
    expect(performance.now() - start).toBeLessThan(120_000)
    expect(await stored('large')).toEqual([])
  })

  it('that is good again builds what waited, without a new push', async () => {
    await pushBranch(opened.stage, 'maya', { branch: 'main', files: { [path]: good } })
    await opened.stage.rest('ada').dispatch('stagecoach-build.yml', { feature: 'feature/large' })
    await opened.stage.settle()
    expect(await stored('large')).toHaveLength(1)
  })
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shopFolder } from '../../story/features/read-feature.ts'
import { packagesOf, refsOf } from '../look/branch.ts'
import { during, pushBranch } from '../stage/push-branch.ts'
import { engine } from '../stage/engines.ts'
import { databasesOnly } from '../stage/smaller-shops.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'

let opened: TemporaryStage
beforeAll(async () => void (opened = await openTemporaryStage(engine(), { configure: databasesOnly })))
afterAll(() => opened.close())

const workflowPath = (name: string): string => `.github/workflows/stagecoach-${name}.yml`
const workflowText = (name: string): Promise<string> => readFile(join(shopFolder, workflowPath(name)), 'utf8')

async function pushWorkflow(name: string, text: string): Promise<void> {
  await pushBranch(opened.stage, 'maya', { branch: 'main', files: { [workflowPath(name)]: text } })
}

describe('a token without a permission', () => {
  it.each([
    ['build', 'contents: write', 'contents: read'],
    ['build', 'actions: write', 'actions: read'],
    ['promote', 'pull-requests: write', 'pull-requests: read'],
    ['promote', 'statuses: write', 'statuses: read'],
    ['gate', 'statuses: write', 'statuses: read'],
    ['deploy', 'contents: write', 'contents: read'],
  ])(
    '%s without `%s`: the message names the line to add, and after it is added the same feature arrives',
    async (workflow, line, instead) => {
      const name = `lacks-${workflow}-${line.split(':')[0] ?? ''}`
      const good = await workflowText(workflow)
      await pushWorkflow(workflow, good.replaceAll(line, instead))
      const files = { [`db/migrations/${name}/package.yml`]: 'requires: []\n', [`src/${name}.js`]: 'export {}\n' }
      const woken = await pushBranch(opened.stage, 'ada', { branch: `feature/${name}`, files })
      expect(woken.conclusions(`Stagecoach ${workflow}`)).toContain('failure')
      expect(woken.said).toContain(line)

      await pushWorkflow(workflow, good)
      const start = workflow === 'build' ? { feature: `feature/${name}` } : { environment: 'integration' }
      const about = ['promote', 'gate'].includes(workflow) ? { package: name } : {}
      const again = await during(opened.stage, async () => {
        await opened.stage.rest('ada').dispatch(`stagecoach-${workflow}.yml`, { ...start, ...about })
        await opened.stage.settle()
      })
      expect(again.conclusions(`Stagecoach ${workflow}`)).not.toContain('failure')
      expect((await packagesOf(opened.stage.bare, 'env/integration')).has(name)).toBe(true)
      expect(await refsOf(opened.stage.bare, `refs/tags/package/${name}`)).toHaveLength(1)
    },
  )
})

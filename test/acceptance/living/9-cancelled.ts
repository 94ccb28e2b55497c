import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { featuresFolder } from '../../story/features/read-feature.ts'
import { git } from '../../story/stage/git-person.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf, pathsOf, refsOf } from '../look/branch.ts'
import { hasTable, logOf, stateOf, valueOf, type DatabaseState } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { openPulls } from '../look/promotions.ts'
import { during } from '../stage/push-branch.ts'

/** What integration is before loyalty came: production, and search. */
export interface Fresh {
  packages: string[]
  database: DatabaseState
  paths: string[]
  log: unknown
}

const wholeLog = `select string_agg(event || ' ' || package || '/' || migration, ', ' order by package, migration) from stagecoach.log`

export async function freshIntegration({ bare, databases }: Stage): Promise<Fresh> {
  return {
    packages: [...(await packagesOf(bare, 'env/integration')).keys()].sort(),
    database: await stateOf(databases, 'integration'),
    paths: await contentPaths(bare),
    log: await valueOf(databases, 'integration', wholeLog),
  }
}

/** Paths with their blobs, but for what Stagecoach keeps itself. */
async function contentPaths(bare: string): Promise<string[]> {
  const listed = await git(bare, ['ls-tree', '-r', 'env/integration'])
  return listed.split('\n').filter((line) => !line.includes('.stagecoach/'))
}

/** What testers do to a database, and somebody to a branch, that the reset throws away. */
export async function useIntegration(stage: Stage): Promise<string> {
  await stage.databases.rows(
    'integration',
    `insert into public.loyalty_entry (customer_id, points) select customer_id, 7 from public.loyalty_account limit 3;
     update public.product set name = name || ' (tested)' where id = (select min(id) from public.product)`,
  )
  const clone = await stage.clone('grace')
  return clone.pushFiles('env/integration', new Map([['src/debug.js', 'export const debug = true\n']]), 'Look into it')
}

/** Not a row, table or log entry of loyalty is left: integration is what a fresh production with search is. */
export async function lookAtReset(stage: Stage, fresh: Fresh, before: string, plan: string): Promise<void> {
  const { bare, databases } = stage
  expect(await stateOf(databases, 'integration')).toEqual(fresh.database)
  expect(await valueOf(databases, 'integration', wholeLog)).toEqual(fresh.log)
  expect(await hasTable(databases, 'integration', 'loyalty_account')).toBe(false)
  expect(await contentPaths(bare)).toEqual(fresh.paths)
  expect([...(await packagesOf(bare, 'env/integration')).keys()].sort()).toEqual(fresh.packages)
  expect(await pathsOf(bare, 'env/integration', 'src/debug.js')).toEqual([])
  const main = (await git(bare, ['rev-parse', 'main'])).trim()
  expect(JSON.parse((await fileAt(bare, 'env/integration', '.stagecoach/baseline.json')) ?? '')).toMatchObject({ commit: main })
  await lookAtHistory(stage, before)
  for (const said of [
    /loyalty/,
    /table public\.loyalty_account/,
    /Look into it/,
    /copy of env:INTEGRATION_TEMPLATE/,
    /rehearsed/,
  ])
    expect(plan).toMatch(said)
  expect(await openPulls(stage)).toEqual([])
}

/** Nothing was pushed by force: the old tip is the first parent of the merge, archived, and named in the ledger. */
async function lookAtHistory({ bare }: Stage, before: string): Promise<void> {
  expect(await git(bare, ['rev-parse', 'env/integration^1'])).toBe(before)
  const archive = `refs/stagecoach/archive/integration/${before}`
  expect(await refsOf(bare, 'refs/stagecoach/archive')).toEqual([archive])
  const resets = (await ledgerRecords(bare)).filter((record) => record.kind === 'reset')
  expect(resets.map((record) => record.state)).toEqual(['planned', 'proposed', 'provisioned', 'done'])
  expect(resets.at(-1)).toMatchObject({
    reason: 'loyalty is cancelled',
    tree: await treeOfHead(bare),
    proposal: { tip: before, archive },
  })
}

function treeOfHead(bare: string): Promise<string> {
  return git(bare, ['rev-parse', 'env/integration^{tree}'])
}

/** The second version brings all of the feature, not only its last commit; the common line is as ada decided. */
export async function lookAtReturn({ bare, databases, ...stage }: Stage, fresh: Fresh): Promise<void> {
  expect(await refsOf(bare, 'refs/heads/reset')).toEqual([])
  expect([...(await packagesOf(bare, 'env/integration')).keys()].sort()).toEqual([...fresh.packages, 'loyalty'].sort())
  expect(await logOf(databases, 'integration', 'loyalty')).toEqual([
    'applied 0001_loyalty_account',
    'applied 0002_points_of_past_orders',
    'applied 0003_welcome_points',
  ])
  expect(await valueOf(databases, 'integration', 'select min(points) > 0 from public.loyalty_account')).toBe(true)
  const resolved = (await readFile(join(featuresFolder, 'search/resolution/src/product-page.js'), 'utf8')).trim()
  expect(await fileAt(bare, 'env/integration', 'src/product-page.js')).toBe(resolved)
  for (const path of await pathsOf(bare, 'feature/loyalty')) {
    expect(await fileAt(bare, 'env/integration', path), path).toBeDefined()
  }
  expect(await openPulls({ bare, databases, ...stage })).toEqual([])
}

/** Somebody starts the same reset once more; what the run says. */
export async function resetAgain(stage: Stage): Promise<string> {
  const woken = await during(stage, async () => {
    await stage.rest('maya').dispatch('stagecoach-reset.yml', { environment: 'integration', packages: 'search' })
    await stage.settle()
  })
  return woken.said
}

import { expect } from 'vitest'
import { environments, type EnvironmentName } from '../../story/stage/databases.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf } from '../look/branch.ts'
import { logOf, valueOf } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { branchOf, openPulls } from '../look/promotions.ts'
import { ask } from '../story/7-status.ts'

const name = 'retry-booking'

/** The hotfix alone is in production; who took the lane, why, and what it skipped is on the record; the others are owed it. */
export async function lookAtHotfix(stage: Stage): Promise<void> {
  const { bare } = stage
  expect([...(await packagesOf(bare, 'main')).keys()]).toEqual([name])
  expect(await fileAt(bare, 'main', 'src/loyalty.js')).toBeUndefined()
  expect(await hasIndex(stage, 'production')).toBe(true)
  for (const each of ['integration', 'qa'] as const) {
    expect((await packagesOf(bare, branchOf[each])).has(name)).toBe(false)
    expect(await hasIndex(stage, each)).toBe(false)
  }
  const records = await ledgerRecords(bare)
  expect(records.filter((record) => record.act === 'override')).toMatchObject([
    {
      environment: 'production',
      package: name,
      lane: 'hotfix',
      person: 'maya',
      reason: 'orders are lost while the warehouse answers late',
      gates: ['deployed', 'freeze'],
    },
  ])
  const decided = records.findLast((record) => record.kind === 'decision' && record.environment === 'production')
  const gates = decided?.decision?.gates ?? []
  expect(gates.filter(({ state }) => state !== 'pass')).toEqual([])
  const asked = gates.map(({ gate }) => gate)
  expect(asked).toEqual(expect.arrayContaining(['rehearsed', 'migrations', 'approvals', 'checks']))
  for (const skipped of ['deployed', 'freeze']) expect(asked).not.toContain(skipped)
  expect(await owedTo(stage)).toEqual({ integration: [name], qa: [name], production: [] })
}

/** The same package is everywhere, beside what each environment held; nothing is owed. */
export async function lookAtFlowBack(stage: Stage, held: readonly string[]): Promise<void> {
  const { bare, databases } = stage
  const digests = new Set<string | undefined>()
  for (const each of environments) {
    digests.add((await packagesOf(bare, branchOf[each])).get(name)?.digest)
    expect(await logOf(databases, each, name)).toEqual(['applied 0001_unsent_by_topic'])
    expect(await hasIndex(stage, each)).toBe(true)
    expect(await fileAt(bare, branchOf[each], 'src/order-worker.js')).toContain('tried once more')
  }
  expect(digests.size).toBe(1)
  expect([...(await packagesOf(bare, 'env/integration')).keys()].sort()).toEqual([...held, name].sort())
  expect([...(await packagesOf(bare, 'env/qa')).keys()]).toEqual([name])
  expect(await owedTo(stage)).toEqual({ integration: [], qa: [], production: [] })
  expect(await openPulls(stage)).toEqual([])
}

/** What `status` says production has and an environment lacks: names of packages, and `+ n` for commits of people. */
export async function owedTo(stage: Stage): Promise<Record<string, string[]>> {
  const { data } = await ask(stage, ['status'])
  const { environments: found } = data as {
    environments: { name: string; owed?: { packages: { package: string }[]; commits: number } }[]
  }
  const words = found.map(({ name: each, owed }): [string, string[]] => [
    each,
    [...(owed?.packages ?? []).map((one) => one.package), ...((owed?.commits ?? 0) > 0 ? [`+ ${owed?.commits}`] : [])],
  ])
  return Object.fromEntries(words)
}

function hasIndex({ databases }: Stage, environment: EnvironmentName): Promise<unknown> {
  return valueOf(databases, environment, `select to_regclass('public.outbox_event_topic_idx') is not null`)
}

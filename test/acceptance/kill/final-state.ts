import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { git } from '../../story/stage/git-person.ts'
import { readLedger, type LedgerLine } from './read-ledger.ts'
import { branchOf, environments, type EnvironmentName } from './small-shop.ts'
import type { World } from './world.ts'

/** What git, SQL and GitHub's lists say in the end, without what may differ between two runs: times, run numbers, fencing numbers. */
export interface FinalState {
  branches: Record<string, { tree: string; commits: number }>
  /** Tips that resets left behind. */
  archive: string[]
  promotions: string[]
  notes: string[]
  ledger: string[]
  databases: Record<string, unknown>
  application: Record<string, string>
  deployments: string[]
}

interface Pull {
  number: number
  state: string
  merged_at: string | null
  draft: boolean
  head: { ref: string; sha: string }
  base: { ref: string }
}

export async function finalState(world: World): Promise<FinalState> {
  const pulls = ((await world.call('maya', 'GET', '/pulls?state=all&per_page=100')) as Pull[]).filter((pull) =>
    /^(promote|rollback|sync|reset)\//.test(pull.head.ref),
  )
  const records = await readLedger(world.bare)
  refuseDoubles(records)
  return {
    branches: await readBranches(world),
    archive: await readArchive(world),
    promotions: pulls
      .map(
        (pull) =>
          `${pull.head.ref} → ${pull.base.ref}: ${pull.merged_at === null ? pull.state : 'merged'}${pull.draft ? ', draft' : ''}`,
      )
      .sort(),
    notes: (await Promise.all(pulls.map((pull) => readNotes(world, pull)))).flat().sort(),
    ledger: outline(records),
    databases: Object.fromEntries(
      await Promise.all(environments.map(async (each) => [each, await readDatabase(world, each)] as const)),
    ),
    application: Object.fromEntries(
      await Promise.all(environments.map(async (each) => [each, await runningContent(world, each)] as const)),
    ),
    deployments: await readDeployments(world),
  }
}

async function readBranches({ bare }: World): Promise<FinalState['branches']> {
  const entries = environments.map(async (environment) => {
    const branch = branchOf[environment]
    const tree = await contentOf(bare, branch)
    const commits = Number(await git(bare, ['rev-list', '--count', '--first-parent', branch]))
    return [branch, { tree, commits }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

const baseline = '.stagecoach/baseline.json'

/** Every file; the note of production's commit by that commit's tree, since two runs make it at different times. */
async function contentOf(bare: string, branch: string): Promise<string> {
  const files = (await git(bare, ['ls-tree', '-r', branch])).split('\n').filter((line) => !line.endsWith(`\t${baseline}`))
  const listed = createHash('sha256').update(files.join('\n')).digest('hex')
  if ((await git(bare, ['ls-tree', branch, baseline])) === '') return listed
  const { commit } = JSON.parse(await git(bare, ['show', `${branch}:${baseline}`])) as { commit: string }
  return `${listed} of ${await git(bare, ['rev-parse', `${commit}^{tree}`])}`
}

/** By tree: the commits of two runs are made at different times. */
async function readArchive({ bare }: World): Promise<string[]> {
  const listed = await git(bare, ['for-each-ref', '--format=%(refname) %(tree)', 'refs/stagecoach/archive'])
  return listed.split('\n').map((line) => line.replace(/\/[0-9a-f]{40} /, ' '))
}

/** How many comments a pull request has, and the newest status of its head. */
async function readNotes(world: World, pull: Pull): Promise<string[]> {
  const comments = (await world.call('maya', 'GET', `/issues/${pull.number}/comments?per_page=100`)) as unknown[]
  const statuses = (await world.call('maya', 'GET', `/commits/${pull.head.sha}/statuses?per_page=100`)) as {
    context: string
    state: string
  }[]
  const gate = statuses.find((status) => status.context.startsWith('stagecoach/gate/'))
  return [`${pull.head.ref}: ${comments.length} comments`, `${pull.head.ref}: ${gate?.state ?? 'no status'}`]
}

/** What came to an end, by operation; how many attempts it took is not told. */
function outline(records: readonly LedgerLine[]): string[] {
  const ended = records.flatMap((record) => {
    const { kind, environment = '', operation = '', state = '' } = record
    if (kind === 'merged') return [`${environment} merged ${operation}`]
    if (kind === 'deployment' && (state === 'finished' || state === 'rolled-back'))
      return [`${environment} ${state} ${operation}`]
    if (kind === 'reset' && state !== 'provisioned') return [`${environment} reset ${state} ${operation}`]
    if (kind === 'rollback') return [`${environment} rollback ${state} ${operation}`]
    if (kind === 'act' || kind === 'built') return [record.key]
    return []
  })
  const leases = environments.map((environment) => {
    const all = records.filter((record) => record.kind === 'lease' && record.environment === environment)
    const newest = Math.max(0, ...all.map((record) => record.fence ?? 0))
    const last = all.filter((record) => record.fence === newest).at(-1)
    return `${environment} lease ${last?.action ?? 'none'}`
  })
  return [...new Set([...ended, ...leases])].sort()
}

function refuseDoubles(records: readonly LedgerLine[]): void {
  const once = records.filter(
    ({ kind, state }) => kind === 'merged' || (kind === 'deployment' && (state === 'finished' || state === 'rolled-back')),
  )
  const seen = new Set<string>()
  for (const { kind, state = '', environment = '', operation = '' } of once) {
    const name = `${kind} ${state} ${environment} ${operation}`
    if (seen.has(name)) throw new Error(`The ledger says twice: ${name}`)
    seen.add(name)
  }
}

async function readDatabase(world: World, environment: EnvironmentName): Promise<unknown> {
  const tables = await world.sql(
    environment,
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
  const data: Record<string, unknown> = {}
  for (const { name } of tables)
    data[String(name)] = await world.sql(environment, `select * from public.${String(name)} order by 1`)
  const [there] = await world.sql(environment, `select to_regclass('stagecoach.log') is not null as there`)
  if (there?.['there'] !== true) return { data }
  const log = await world.sql(
    environment,
    'select event, package, version, migration, checksum, operation from stagecoach.log order by seq',
  )
  const recorded = await world.sql(
    environment,
    'select operation, fingerprint, catalog is not null as newest from stagecoach.recorded order by seq',
  )
  const [progress] = await world.sql(environment, 'select count(*)::int as rows from stagecoach.progress')
  return { data, log, recorded, progress }
}

async function runningContent(world: World, environment: EnvironmentName): Promise<string> {
  const read = readFile(join(world.deployed, environment, 'content'), 'utf8')
  return read.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return 'nothing'
    throw error
  })
}

/** GitHub's list of what the product showed there, with the verdict it gave. That a later job of the environment made it inactive is GitHub's doing. */
async function readDeployments(world: World): Promise<string[]> {
  const all = (await world.call('maya', 'GET', '/deployments?per_page=100')) as {
    id: number
    task: string
    environment: string
  }[]
  const ours = all.filter((each) => each.task === 'stagecoach')
  const lines = ours.map(async ({ id, environment }) => {
    const statuses = (await world.call('maya', 'GET', `/deployments/${id}/statuses`)) as { state: string }[]
    const verdict = statuses.find(({ state }) => state === 'success' || state === 'failure')
    return `${environment}: ${verdict?.state ?? 'none'}`
  })
  return (await Promise.all(lines)).sort()
}

/** Highest fencing number in the ledger and in the database of an environment. */
export async function fences(world: World, environment: EnvironmentName): Promise<{ ledger: number; database: number }> {
  const records = await readLedger(world.bare)
  const mine = records.filter((record) => record.environment === environment && record.kind === 'lease')
  const [row] = await world.sql(environment, 'select fence::int as fence from stagecoach.fence')
  return { ledger: Math.max(0, ...mine.map((record) => record.fence ?? 0)), database: Number(row?.['fence'] ?? 0) }
}

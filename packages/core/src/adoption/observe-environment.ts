import { readState, type BranchState } from '../composition/branch-state.ts'
import type { Environment } from '../config/config.ts'
import { fingerprint } from '../deployment/fingerprint.ts'
import type { Digest } from '../digest.ts'
import type { Oid } from '../package/package.ts'
import type { Catalog, MigrationHistory, TargetDatabase } from '../ports/database.ts'
import type { Room } from '../ports/runtime.ts'
import { tipOf, type World } from '../world.ts'
import { explainMigrations, type BranchFile, type ExplainedHistory } from './explain-migrations.ts'
import { lostMigrations, type LostMigration } from './lost-migrations.ts'
import { ownCatalog } from './own-catalog.ts'
import { productionCommit } from './production-commit.ts'
import { readHistory, type ReadHistory } from './read-history.ts'

/** An environment as it is found; nothing was changed to find it. */
export interface ObservedEnvironment {
  environment: Environment
  tip: Oid
  state: BranchState
  /** The production commit whose content the branch contains; undefined when the histories have none in common. */
  production: Oid | undefined
  databases: ObservedDatabase[]
}

export interface ObservedDatabase {
  name: string
  server: string
  /** Of the whole catalog, as deployments compare it. */
  fingerprint: Digest
  /** Without the tables of migration tools. */
  catalog: Catalog
  /** What the last operation of Stagecoach left there. */
  recorded: { operation: string; fingerprint: Digest } | undefined
  /** Verified migrations that its log lost together with its record. */
  lost?: readonly LostMigration[]
  histories: ExplainedHistory[]
  /** Invalid indexes and the like, one sentence each. */
  leftovers: string[]
}

/** A list that somebody wrote, for one environment or all. */
export interface GivenList {
  environment: string | undefined
  history: ReadHistory
}

/** Reads branch and databases. No lock, no fence, no schema of ours.
 *  @throws StagecoachError `branch-missing`, `state-invalid`, `env-missing`, `database-unreachable`, `database-missing`, `history-unreadable` */
export async function observeEnvironment(
  room: Room,
  world: Pick<World, 'refs' | 'view'>,
  environment: Environment,
  lists: readonly GivenList[],
): Promise<ObservedEnvironment> {
  const { host, config } = room
  const tip = tipOf(world, environment)
  const state = await readState(host.git, tip)
  const last = config.environments.find((each) => each.production)
  const production = last === undefined ? undefined : await productionCommit(host.git, tip, tipOf(world, last))
  const files = (await host.git.list(tip)).map(({ path, oid }) => ({ path, oid }))
  const given = lists.filter((each) => each.environment === undefined || each.environment === environment.name)
  const databases: ObservedDatabase[] = []
  const entries = Object.entries(environment.databases)
  const urls = host.secrets.resolve(Object.fromEntries(entries.map(([name, { url }]) => [name, url])))
  for (const [index, [name, { engine, url: at }]] of entries.entries()) {
    const target = { name, environment: environment.name, engine, url: urls[name] ?? '', look: { at } }
    const database = await host.databases.open(target)
    try {
      // A list speaks of the database that packages migrate.
      const own = index === 0 ? given.map(({ history }) => history) : []
      const found = await observeDatabase(room, name, database, files, own)
      const where = { environment: environment.name, name }
      const lost = index === 0 ? await lostMigrations(host, world.view, where, database) : []
      databases.push({ ...found, ...(lost.length === 0 ? {} : { lost }) })
    } finally {
      await database.close()
    }
  }
  return { environment, tip, state, production, databases }
}

async function observeDatabase(
  { host }: Room,
  name: string,
  database: TargetDatabase,
  files: readonly BranchFile[],
  given: readonly ReadHistory[],
): Promise<ObservedDatabase> {
  const found: MigrationHistory[] = await database.histories()
  const catalog = await database.catalog()
  const recorded = await database.recorded()
  const histories: ExplainedHistory[] = []
  for (const history of [...found.map(readHistory), ...given]) histories.push(await explainMigrations(host.git, history, files))
  return {
    name,
    server: catalog.server,
    fingerprint: fingerprint(catalog),
    catalog: ownCatalog(catalog, found),
    recorded: recorded === undefined ? undefined : { operation: recorded.operation, fingerprint: recorded.fingerprint },
    histories,
    leftovers: await database.leftovers(),
  }
}

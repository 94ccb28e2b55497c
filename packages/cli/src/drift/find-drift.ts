import {
  StagecoachError,
  appliedNow,
  catalogDelta,
  describeStrange,
  fingerprint,
  lastVerified,
  readState,
  readWorld,
  strangeRecord,
  tipOf,
  type CatalogDelta,
  type Environment,
  type LedgerView,
  type Oid,
  type PackageRef,
  type Room,
  type TargetDatabase,
} from '@stagecoach/core'
import { openDatabasesOf } from '../shakedown/open-databases-of.ts'

/** A difference nobody recorded, between two places that should say the same. */
export interface DriftFinding {
  between: 'branch and ledger' | 'branch and database' | 'ledger and database' | 'record and live schema'
  database?: string
  what: string
}

/** Compares branch, ledger, what the database recorded, and what it is; each pair apart. Reads only. */
export async function findDrift(room: Room, environment: Environment): Promise<DriftFinding[]> {
  const world = await readWorld(room)
  const tip = tipOf(world, environment)
  const { packages, content } = await readState(room.host.git, tip)
  const findings = branchAndLedger(world.view, environment, packages, content)
  const databases = await openDatabasesOf(room.host, environment)
  try {
    const [main] = databases.all.keys()
    for (const [name, database] of databases.all) {
      if (await isStillToCome(world.view, environment, database)) continue
      findings.push(...(await databaseDrift(world.view, environment, name, database)))
      if (name === main) findings.push(...(await branchAndDatabase(name, database, packages)))
    }
  } finally {
    await databases.close()
  }
  return findings
}

/** The first deployment makes it; after that its absence is no drift, but a wrong path.
 *  @throws StagecoachError `database-missing` */
async function isStillToCome(view: LedgerView, environment: Environment, database: TargetDatabase): Promise<boolean> {
  try {
    await database.recorded()
    return false
  } catch (error) {
    const missing = error instanceof StagecoachError && error.code === 'database-missing'
    if (missing && lastVerified(view, environment.name) === undefined) return true
    throw error
  }
}

function branchAndLedger(
  view: LedgerView,
  environment: Environment,
  packages: readonly PackageRef[],
  content: Oid,
): DriftFinding[] {
  const between = 'branch and ledger' as const
  const verified = lastVerified(view, environment.name)
  if (verified === undefined)
    return packages.map((each) => ({
      between,
      what: `the branch holds ${each.name} ${each.version}, and no deployment was ever verified`,
    }))
  const missing = packages.filter((each) => !verified.packages.some((known) => known.digest === each.digest))
  const gone = verified.packages.filter((each) => !packages.some((held) => held.digest === each.digest))
  const same = missing.length === 0 && gone.length === 0
  return [
    ...missing.map((each) => ({ between, what: `the branch holds ${each.name} ${each.version}, which is not verified` })),
    ...gone.map((each) => ({ between, what: `${each.name} ${each.version} was verified, and the branch does not hold it` })),
    ...(same && content !== verified.content
      ? [{ between, what: `the branch's content is ${content}, verified was ${verified.content}` }]
      : []),
  ]
}

async function databaseDrift(
  view: LedgerView,
  environment: Environment,
  name: string,
  database: TargetDatabase,
): Promise<DriftFinding[]> {
  const recorded = await database.recorded()
  const noted = lastVerified(view, environment.name)?.fingerprints?.[name]
  const about = { database: name }
  const strange = strangeRecord(view, { environment: environment.name, name }, recorded)
  if (strange !== undefined)
    return [{ between: 'ledger and database', ...about, what: `the database ${describeStrange(strange, environment.name)}` }]
  if (recorded === undefined) return []
  const findings: DriftFinding[] = []
  if (noted !== undefined && noted !== recorded.fingerprint) {
    findings.push({
      between: 'ledger and database',
      ...about,
      what: `the ledger noted the fingerprint ${noted.slice(0, 12)}, the database ${recorded.fingerprint.slice(0, 12)} (operation ${recorded.operation})`,
    })
  }
  const live = await database.catalog()
  if (fingerprint(live) === fingerprint(recorded.catalog)) return findings
  const delta = catalogDelta(recorded.catalog, live)
  const differences =
    delta === 'not-comparable'
      ? [`the server became ${live.server} from ${recorded.catalog.server}, so the schemas cannot be compared`]
      : changes(delta)
  return [...findings, ...differences.map((what) => ({ between: 'record and live schema' as const, ...about, what }))]
}

function changes(delta: CatalogDelta): string[] {
  return Object.entries(delta).map(
    ([key, { before, after }]) => `${key} ${before === undefined ? 'is new' : after === undefined ? 'is gone' : 'changed'}`,
  )
}

async function branchAndDatabase(
  name: string,
  database: TargetDatabase,
  packages: readonly PackageRef[],
): Promise<DriftFinding[]> {
  const rows = appliedNow(await database.log()).filter((row) => !row.leftBehind)
  const strangers = rows.filter((row) => !packages.some((each) => each.name === row.package))
  return strangers.map((row) => ({
    between: 'branch and database',
    database: name,
    what: `the database has run ${row.package}/${row.migration}, and the branch does not hold ${row.package}`,
  }))
}

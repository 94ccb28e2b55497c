import type { Environment } from '../config/config.ts'
import { fingerprint } from '../deployment/fingerprint.ts'
import { loadPackages } from '../deployment/load.ts'
import { digestOf } from '../digest.ts'
import { StagecoachError } from '../error.ts'
import { viewHistory, type LedgerView } from '../ledger/history.ts'
import { highestFence } from '../ledger/lease.ts'
import type { AdoptionEntry, NewEntry } from '../ledger/record.ts'
import type { Oid } from '../package/package.ts'
import type { StepContext, TargetDatabase } from '../ports/database.ts'
import type { LedgerHistory } from '../ports/ledger.ts'
import type { Host, Room } from '../ports/runtime.ts'
import type { World } from '../world.ts'
import { adopted, adoptionState, inTheWay } from './adoption-state.ts'
import { describeDifference } from './compare-environments.ts'
import type { ObservedDatabase, ObservedEnvironment } from './observe-environment.ts'
import type { AdoptionPlan, PlannedEnvironment } from './plan-adoption.ts'
import { readHistory } from './read-history.ts'

const lockWait = 60_000

/**
 * Writes one environment down: the state in each of its databases, then the ledger. No lease is taken, since nothing needs a successor:
 * the databases' own locks keep deployments out while it lasts and end with this process, the fence lets nobody older write, and the ledger
 * takes the record only while no operation is open. Cut off between both, the next run finds the same state and the same operation.
 */
export async function takeEnvironment(
  room: Room,
  { view }: Pick<World, 'view'>,
  plan: AdoptionPlan,
  planned: PlannedEnvironment,
  reason: string | undefined,
): Promise<void> {
  const { host } = room
  const { observed, state } = planned
  if (state.kind !== 'first' && state.kind !== 'again') return
  const { name } = observed.environment
  const fence = highestFence(view, name)
  const databases = await openLocked(host, observed.environment)
  try {
    for (const [key, database] of databases)
      await compareWithPlan(
        name,
        database,
        observed.databases.find((each) => each.name === key),
      )
    const entries = entriesOf(plan, planned, state, reason)
    const decide = (newest: LedgerHistory): NewEntry[] => {
      // A push whose answer was lost: what it recorded is this.
      const recorded = newest.records.some(({ key }) => key === entries[0]?.key)
      if (!recorded) refuseIfMoved(viewHistory(newest), planned, fence)
      return entries
    }
    // Before the databases are taken as they are: a deployment that waits for their locks must still find what is not as recorded.
    const before = await host.ledger.read()
    decide(before)
    await recordIn(databases, state.operation, before.tip, fence)
    await noteLost(host, observed, databases, { operation: state.operation, fence, config: {} })
    const { tip } = await host.ledger.append(decide)
    // Once more, with a tip that holds the record: a ledger without it would show as rewritten.
    await recordIn(databases, state.operation, tip, fence)
  } finally {
    for (const database of databases.values()) await database.close()
  }
}

async function recordIn(
  databases: ReadonlyMap<string, TargetDatabase>,
  operation: string,
  ledgerTip: Oid | undefined,
  fence: number,
): Promise<void> {
  for (const database of databases.values()) {
    await database.prepare()
    const catalog = await database.catalog()
    const state = { operation, ledgerTip: ledgerTip ?? '', fingerprint: fingerprint(catalog), catalog, marks: {} }
    await database.record(state, fence)
  }
}

/** What was verified there and lost with its record must not run again. */
async function noteLost(
  host: Host,
  { databases: seen }: ObservedEnvironment,
  open: ReadonlyMap<string, TargetDatabase>,
  context: StepContext,
): Promise<void> {
  for (const { name, lost = [] } of seen) {
    for (const { package: ref, migration } of lost) {
      for (const { pkg, analysis } of await loadPackages(host, [ref]))
        await open.get(name)?.noteApplied({ ...context, pkg, migration, analysis })
    }
  }
}

async function openLocked(host: Host, environment: Environment): Promise<Map<string, TargetDatabase>> {
  const entries = Object.entries(environment.databases)
  const urls = host.secrets.resolve(Object.fromEntries(entries.map(([name, { url }]) => [name, url])))
  const open = new Map<string, TargetDatabase>()
  try {
    for (const [name, { engine }] of entries) {
      const database = await host.databases.open({ name, environment: environment.name, engine, url: urls[name] ?? '' })
      open.set(name, database)
      if ((await database.lock(lockWait)) === 'locked') continue
      throw new StagecoachError('database-busy', `The database '${name}' of ${environment.name} is locked by another session.`, {
        hint: 'A deployment may be running. Run this again when it has ended.',
      })
    }
  } catch (error) {
    for (const database of open.values()) await database.close()
    throw error
  }
  return open
}

/** Under the lock: what a person confirmed is what is written.
 *  @throws StagecoachError `plan-changed` */
async function compareWithPlan(environment: string, database: TargetDatabase, seen: ObservedDatabase | undefined): Promise<void> {
  const ran = (histories: readonly { tool: string; place: string; applied: readonly { id: string }[] }[]): string =>
    digestOf(
      histories
        .filter(({ tool }) => tool !== 'list')
        .map(({ place, applied }) => ({ place, applied: applied.map(({ id }) => id) })),
    )
  const histories = (await database.histories()).map(readHistory)
  const same =
    seen !== undefined && fingerprint(await database.catalog()) === seen.fingerprint && ran(histories) === ran(seen.histories)
  if (same) return
  throw new StagecoachError('plan-changed', `The database of ${environment} changed since the plan was made.`, {
    hint: 'Nothing was written there. Look at the plan again without --yes.',
  })
}

/** @throws StagecoachError `lease-held`, `fenced` */
function refuseIfMoved(newest: LedgerView, { observed, state }: PlannedEnvironment, fence: number): void {
  const { name } = observed.environment
  const busy = inTheWay(newest, name)
  if (busy !== undefined) throw new StagecoachError('lease-held', busy.problems.join(' '), { hint: 'Run this again afterwards.' })
  if (highestFence(newest, name) > fence) {
    throw new StagecoachError('fenced', `${name} was changed by another operation meanwhile.`, { hint: 'Run this again.' })
  }
  // Another person adopted it between plan and record: theirs stands, and this one must be looked at again.
  const now = adoptionState(newest, observed)
  if (now.kind === state.kind && 'operation' in now && 'operation' in state && now.operation === state.operation) return
  throw new StagecoachError('plan-changed', `${name} was recorded by somebody else meanwhile.`, {
    hint: 'Look at the plan again.',
  })
}

function entriesOf(
  plan: AdoptionPlan,
  planned: PlannedEnvironment,
  { kind, operation }: { kind: 'first' | 'again'; operation: string },
  reason: string | undefined,
): NewEntry[] {
  const { environment, tip, production, databases, state } = planned.observed
  const { name } = environment
  const differences = plan.differences.filter((each) => each.environment === name || each.against === name)
  const adoption: AdoptionEntry = {
    kind: 'adoption',
    environment: name,
    operation,
    commit: tip,
    ...(production === undefined ? {} : { production }),
    databases: adoptedDatabases(planned),
    differences: differences.flatMap(describeDifference),
    unknown: planned.unknown,
    ...(reason === undefined ? {} : { reason }),
  }
  const entry: NewEntry = { ...adoption, key: `adoption:${name}:${operation}` }
  // An environment that was deployed already keeps the state it was verified in: only its databases are taken anew.
  if (kind === 'again') return [entry]
  const { content, packages } = state
  const fingerprints = Object.fromEntries(databases.map((each) => [each.name, each.fingerprint]))
  const baseline = { kind: 'baseline' as const, environment: name, commit: tip, content, packages, fingerprints }
  return [entry, { ...baseline, key: `baseline:${name}:${operation}` }]
}

function adoptedDatabases({ observed, proofs }: PlannedEnvironment): AdoptionEntry['databases'] {
  const said = proofs.map(({ by, result, detail }) => ({ by, result, detail }))
  return Object.fromEntries(
    observed.databases.map(({ name, server, fingerprint: print, histories }, index) => [
      name,
      // Proofs are about the database that packages migrate.
      { server, fingerprint: print, histories: histories.map(adopted), proofs: index > 0 ? [] : said },
    ]),
  )
}

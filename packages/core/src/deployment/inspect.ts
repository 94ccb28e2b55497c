import { StagecoachError } from '../error.ts'
import type { OpenTargets } from './target.ts'
import type { Catalog, LogEntry, RecordedState, TargetDatabase } from '../ports/database.ts'
import { catalogDelta } from './catalog-delta.ts'
import { fingerprint } from './fingerprint.ts'

/** What a target is found to be before anything changes in it. */
export interface InspectedTarget {
  log: LogEntry[]
  recorded: RecordedState | undefined
  catalog: Catalog
}

/** Looks at every database of the environment, and stops at a schema other than the recorded one, unless this very operation was cut off in the middle of changing it.
 *  @returns what the one is like that packages migrate
 *  @throws StagecoachError `drift` naming each object that differs */
export async function inspectTargets(
  { main, all }: Pick<OpenTargets, 'main' | 'all'>,
  operation: string,
  environment: string,
): Promise<InspectedTarget | undefined> {
  let found: InspectedTarget | undefined
  for (const [name, database] of all) {
    const inspected = await inspectTarget(
      database,
      operation,
      all.size === 1 ? `of ${environment}` : `'${name}' of ${environment}`,
    )
    if (database === main) found = inspected
  }
  return found
}

async function inspectTarget(database: TargetDatabase, operation: string, where: string): Promise<InspectedTarget> {
  const log = await database.log()
  const recorded = await database.recorded()
  const catalog = await database.catalog()
  const same = recorded === undefined || fingerprint(recorded.catalog) === fingerprint(catalog)
  if (same || (await database.changing(operation))) return { log, recorded, catalog }
  const delta = catalogDelta(recorded.catalog, catalog)
  const what =
    delta === 'not-comparable' ? `server major ${recorded.catalog.server} became ${catalog.server}` : describeDelta(delta)
  throw new StagecoachError('drift', `The database ${where} is not as operation ${recorded.operation} left it: ${what}.`, {
    hint: 'Take the change back, or bring it in as a migration; `stagecoach drift` shows the difference.',
  })
}

/** `table public.a changed, index public.b is new, …`, at most twelve. */
export function describeDelta(delta: Exclude<ReturnType<typeof catalogDelta>, 'not-comparable'>): string {
  const all = Object.entries(delta).map(
    ([key, { before, after }]) => `${key} ${before === undefined ? 'is new' : after === undefined ? 'is gone' : 'changed'}`,
  )
  return all.length <= 12 ? all.join(', ') : `${all.slice(0, 12).join(', ')} and ${all.length - 12} more`
}

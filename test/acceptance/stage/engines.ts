import type { StoryEngineName } from '../../story/stage/databases.ts'
import { hasPostgres } from '../../story/stage/postgres-server.ts'

/**
 * Engines that a test plays on where the engine decides little: the server where there is one, both with STAGECOACH_ENGINES=all. What they differ in is
 * held by the contract tests of the database package, and by the first story, which runs on both each time.
 */
export function engines(): [StoryEngineName, ...StoryEngineName[]] {
  const postgres = hasPostgres()
  if (process.env['STAGECOACH_ENGINES'] === 'all' && postgres) return ['postgres', 'embedded']
  return [postgres ? 'postgres' : 'embedded']
}

/** The first of them, for tests that open their own stage. */
export function engine(): StoryEngineName {
  return engines()[0]
}

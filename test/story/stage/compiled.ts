import { join } from 'node:path'

/** Names a folder that the bundles of all stages of a run share. */
export const compiledVariable = 'STAGECOACH_TEST_COMPILED'

/** NODE_COMPILE_CACHE of bundles: compiled code is kept between runs, as on a runner of one's own. */
export function compiledIn(directory: string): string {
  return process.env[compiledVariable] ?? join(directory, 'compiled')
}

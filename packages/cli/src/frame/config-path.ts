import { posix } from 'node:path'
import { defaultConfigPath, StagecoachError } from '@stagecoach/core'

/** What `--config` names, or the usual place: a file of the repository, with forward slashes.
 *  @throws StagecoachError `usage` for a path that leads out of it */
export function checkConfigPath(given: unknown): string {
  if (typeof given !== 'string') return defaultConfigPath
  const path = posix.normalize(given)
  if (given !== '' && !path.startsWith('../') && path !== '..' && !posix.isAbsolute(path) && !path.includes('\\')) return path
  throw new StagecoachError('usage', `'${given}' is no file of the repository.`, {
    hint: `Name the configuration relative to the top of the repository, such as --config ${defaultConfigPath}.`,
  })
}

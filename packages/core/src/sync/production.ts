import type { Config, Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'

/** The environment whose content all others are brought up to. */
export function productionOf({ environments }: Pick<Config, 'environments'>): Environment {
  const found = environments.find((each) => each.production)
  if (found !== undefined) return found
  throw new StagecoachError('environment-unknown', 'No environment is production.', {
    hint: 'The last environment is production; its branch is the default branch.',
  })
}

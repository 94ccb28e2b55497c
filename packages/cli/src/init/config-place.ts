import { configOf, workflowFolder, workflows } from '@stagecoach/core'
import { checkConfigPath } from '../frame/config-path.ts'
import type { Context } from '../frame/context.ts'
import type { Checkout } from '../remote/checkout.ts'
import { presentTexts } from './write-files.ts'

/** Where the configuration is: as `--config` says, else as the workflow files there do, else in the usual place.
 *  @throws StagecoachError `usage` for a path that leads out of the repository */
export async function configPlace(
  { config, configNamed }: Pick<Context, 'config' | 'configNamed'>,
  checkout: Checkout,
): Promise<string> {
  if (configNamed) return config
  const paths = Object.values(workflows).map((name) => `${workflowFolder}/${name}`)
  const kept = configOf(await presentTexts(checkout, paths))
  if (kept === undefined) return config
  const path = checkConfigPath(kept)
  const there = await presentTexts(checkout, [path, config])
  // Somebody moved it to its usual place, and the files have yet to follow.
  return there[path] === undefined && there[config] !== undefined ? config : path
}

import { StagecoachError } from '../error.ts'
import type { GitObjects, RemoteRef } from '../ports/git.ts'
import type { Config } from './config.ts'
import { initCommand } from './config-path.ts'
import { parseConfig } from './parse-config.ts'

interface ConfigPlace {
  defaultBranch: string
  /** Relative to the repository's root. */
  path: string
}

/**
 * Reads the configuration at the tip of the default branch as fetched, through git objects and never from a checkout, so that a feature cannot judge itself.
 * @throws StagecoachError `branch-missing`, `config-not-found`; what `parseConfig` throws
 */
export async function readConfig(
  git: Pick<GitObjects, 'list' | 'readBlob'>,
  refs: ReadonlyMap<string, RemoteRef>,
  { defaultBranch, path }: ConfigPlace,
): Promise<Config> {
  const tip = refs.get(`refs/heads/${defaultBranch}`)
  if (tip === undefined)
    throw new StagecoachError('branch-missing', `The default branch "${defaultBranch}" does not exist.`, {
      hint: 'Push it, or name another default branch in the settings of the repository.',
    })
  const folder = path.split('/').slice(0, -1).join('/')
  const entries = await git.list(tip.oid, folder === '' ? undefined : folder)
  const file = entries.find((entry) => entry.path === path && entry.mode.startsWith('100'))
  if (file === undefined)
    throw new StagecoachError('config-not-found', `There is no file "${path}" on branch "${defaultBranch}".`, {
      hint: `\`${initCommand(path)}\` writes one; commit it and push it to "${defaultBranch}". Another place is named by \`--config <path>\` (input \`config\`).`,
    })
  const text = new TextDecoder().decode(await git.readBlob(file.oid))
  return parseConfig(text, { file: path, blob: file.oid, defaultBranch, at: `at the tip of ${defaultBranch}` })
}

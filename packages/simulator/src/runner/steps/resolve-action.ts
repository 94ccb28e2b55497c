import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { JobSession } from '../job-session.ts'
import { parseActionManifest } from '../workflow/action-manifest.ts'
import type { ActionManifest } from '../workflow/action-manifest.ts'
import { builtins } from './builtins/index.ts'
import type { Builtin } from './builtins/index.ts'
import type { ActionPlace } from './frame.ts'

export class ActionProblem extends Error {
  readonly code = 'action-not-found'
}

export type ResolvedAction =
  | { readonly kind: 'builtin'; readonly run: Builtin; readonly name: string; readonly local: false }
  | { readonly kind: 'manifest'; readonly manifest: ActionManifest; readonly place: ActionPlace; readonly local: boolean }

/** Finds what a `uses:` means: a folder of the workspace, a stand-in, or a folder given for a repository. */
export function resolveAction(uses: string, session: JobSession): ResolvedAction {
  if (uses.startsWith('./') || uses.startsWith('../')) {
    const path = resolve(session.folders.workspace, uses)
    const place: ActionPlace = { path, repository: '', ref: '' }
    return { kind: 'manifest', manifest: readManifest(path, uses), place, local: true }
  }
  const match = /^([\w.-]+\/[\w.-]+)((?:\/[\w.-]+)*)@(.+)$/.exec(uses)
  const [, repository, inner = '', ref] = match ?? []
  if (repository === undefined || ref === undefined || inner.includes('..')) {
    throw new ActionProblem(`"${uses}" is not an action: write ./folder or owner/repository[/folder]@ref.`)
  }
  const given = Object.entries(session.facts.options.actions ?? {}).find(
    ([name]) => name.toLowerCase() === repository.toLowerCase(),
  )
  if (given === undefined) {
    const builtin = inner === '' ? builtins[repository.toLowerCase()] : undefined
    if (builtin !== undefined) return { kind: 'builtin', run: builtin, name: repository, local: false }
    throw new ActionProblem(
      `Unable to resolve action "${uses}": offline, only stand-ins and the runner's option "actions" are known; add '${repository}' to it.`,
    )
  }
  const path = join(given[1], inner)
  return { kind: 'manifest', manifest: readManifest(path, uses), place: { path, repository, ref }, local: false }
}

function readManifest(folder: string, uses: string): ActionManifest {
  const file = [join(folder, 'action.yml'), join(folder, 'action.yaml')].find((path) => existsSync(path))
  if (file === undefined) {
    throw new ActionProblem(
      `Can't find 'action.yml' or 'action.yaml' for "${uses}" under '${folder}'. Did you forget to run actions/checkout?`,
    )
  }
  return parseActionManifest(uses, readFileSync(file, 'utf8'))
}

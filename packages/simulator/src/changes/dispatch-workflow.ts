import { readRef, resolveCommit } from '../git/refs.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { isObject } from '../http/body.ts'
import type { Json, JsonObject } from '../present/json.ts'
import type { Repository } from '../world/repository.ts'
import type { Act } from '../world/world.ts'
import { envelope } from './pull-events.ts'
import { workflowId, workflowsAt } from './workflow-files.ts'

const mostInputs = 25

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Inputs as the event carries them: texts, defaults filled in. Throws 422 with GitHub's words. */
function checkedInputs(declared: JsonObject, given: JsonObject): JsonObject {
  const unexpected = Object.keys(given).filter((name) => !(name in declared))
  if (unexpected.length > 0) throw new HttpError(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`)
  const inputs: Record<string, Json> = {}
  for (const [name, declaration] of Object.entries(declared)) {
    const facts = isObject(declaration) ? declaration : {}
    const value = given[name] ?? facts['default']
    if (value === undefined || value === null || value === '') {
      if (facts['required'] === true) throw new HttpError(422, `Required input '${name}' not provided`)
      inputs[name] = facts['type'] === 'boolean' ? 'false' : ''
      continue
    }
    const options = facts['options']
    if (Array.isArray(options) && !options.map(asText).includes(asText(value))) {
      throw new HttpError(422, `Provided value '${asText(value)}' for input '${name}' not in the list of allowed values`)
    }
    inputs[name] = asText(value)
  }
  return inputs
}

/** Raises workflow_dispatch. The workflow must be on the default branch; its file at the ref says which inputs there are. */
export async function dispatchWorkflow(
  act: Act,
  repository: Repository,
  name: string,
  ref: string,
  given: JsonObject,
): Promise<void> {
  const { world } = act
  const main = readRef(repository.bare, `refs/heads/${repository.defaultBranch}`)
  const known = main === undefined ? [] : await workflowsAt(repository, main)
  const isNamed = ({ path }: { readonly path: string }): boolean =>
    path === name || path === `.github/workflows/${name}` || String(workflowId(world, repository, path)) === name
  const workflow = known.find(isNamed)
  if (workflow === undefined) throw notFound()
  const short = ref.replace(/^refs\/(heads|tags)\//, '')
  const branch = readRef(repository.bare, `refs/heads/${short}`)
  const fullRef = branch === undefined ? `refs/tags/${short}` : `refs/heads/${short}`
  const sha = branch ?? (await resolveCommit(repository.bare, fullRef))
  if (sha === undefined) throw new HttpError(422, `No ref found for: ${ref}`)
  const there = (await workflowsAt(repository, sha)).find(({ path }) => path === workflow.path)
  if (there?.dispatchInputs === undefined) throw new HttpError(422, "Workflow does not have 'workflow_dispatch' trigger")
  if (Object.keys(given).length > mostInputs) throw new HttpError(422, `Too many inputs provided. The maximum is ${mostInputs}.`)
  const inputs = checkedInputs(there.dispatchInputs, given)
  act.raise(repository, {
    name: 'workflow_dispatch',
    ref: fullRef,
    sha,
    workflowSha: sha,
    workflowPath: workflow.path,
    headBranch: short,
    headSha: sha,
    payload: { inputs, ref: fullRef, workflow: workflow.path, ...envelope(act, repository) },
  })
}

import { parse } from 'yaml'
import { isObject } from '../http/body.ts'
import { entryAt, listTree, readBlob } from '../git/tree-files.ts'
import type { JsonObject } from '../present/json.ts'
import type { Repository, WorkflowFile } from '../world/repository.ts'
import type { World } from '../world/world.ts'

const folder = '.github/workflows'

function dispatchInputs(on: unknown): JsonObject | undefined {
  if (on === 'workflow_dispatch' || (Array.isArray(on) && on.includes('workflow_dispatch'))) return {}
  if (!isObject(on) || !('workflow_dispatch' in on)) return undefined
  const trigger = on['workflow_dispatch']
  const inputs = isObject(trigger) ? trigger['inputs'] : undefined
  return isObject(inputs) ? inputs : {}
}

/** A file that does not parse still is a workflow: GitHub shows it under its path. */
function read(path: string, text: string): WorkflowFile {
  let content: unknown
  try {
    content = parse(text)
  } catch {
    return { path, name: path, dispatchInputs: undefined }
  }
  if (!isObject(content)) return { path, name: path, dispatchInputs: undefined }
  const name = content['name']
  return { path, name: typeof name === 'string' ? name : path, dispatchInputs: dispatchInputs(content['on']) }
}

/** Workflow files of a commit, in the order of their names. */
export async function workflowsAt(repository: Repository, commit: string): Promise<readonly WorkflowFile[]> {
  const there = await entryAt(repository.bare, commit, folder)
  const entries = there?.type === 'tree' ? await listTree(repository.bare, there.sha, false) : []
  const files = entries.filter(({ type, path }) => type === 'blob' && /\.ya?ml$/.test(path))
  return Promise.all(
    files.map(({ path, sha }) =>
      repository.workflowFiles.of(`${sha} ${path}`, async () =>
        read(`${folder}/${path}`, (await readBlob(repository.bare, sha)).toString('utf8')),
      ),
    ),
  )
}

/** The number of a workflow file, given when it is first seen. */
export function workflowId(world: World, repository: Repository, path: string): number {
  const known = repository.workflowIds.get(path)
  if (known !== undefined) return known
  const id = world.nextId()
  repository.workflowIds.set(path, id)
  return id
}

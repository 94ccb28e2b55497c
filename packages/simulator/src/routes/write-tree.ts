import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BareRepository } from '../git/bare-repository.ts'
import { objectType } from '../git/objects.ts'
import { GitFailure, git } from '../git/run-git.ts'
import { emptyTree } from '../git/tree-files.ts'
import { isObject, optionalText, text } from '../http/body.ts'
import { HttpError } from '../http/http-error.ts'
import type { JsonObject } from '../present/json.ts'

const modes = new Set(['100644', '100755', '040000', '160000', '120000'])
const zero = '0'.repeat(40)

/** A line for `git update-index --index-info -z`, writing the blob when its content was given. */
async function indexLine(bare: BareRepository, entry: JsonObject): Promise<string> {
  const name = text(entry, 'path')
  const mode = optionalText(entry, 'mode') ?? '100644'
  if (!modes.has(mode)) throw new HttpError(422, 'Must supply a valid tree.mode')
  if (entry['sha'] === null) return `0 ${zero}\t${name}`
  const content = optionalText(entry, 'content')
  const sha =
    content === undefined ? text(entry, 'sha') : await git(bare.path, ['hash-object', '-w', '--stdin'], { input: content })
  if ((await objectType(bare, sha)) === undefined && mode !== '160000') throw new HttpError(422, 'tree.sha is not valid')
  return `${mode} ${sha}\t${name}`
}

/** The tree of a `POST git/trees`: the base tree (none: empty) with entries added, replaced or, with `sha: null`, removed. */
export async function writeTree(bare: BareRepository, body: JsonObject): Promise<string> {
  const entries = body['tree']
  if (!Array.isArray(entries) || !entries.every(isObject)) throw new HttpError(422, 'Invalid tree info')
  const folder = await mkdtemp(join(tmpdir(), 'simulator-index-'))
  const env = { GIT_INDEX_FILE: join(folder, 'index') }
  try {
    await git(bare.path, ['read-tree', optionalText(body, 'base_tree') ?? emptyTree], { env })
    for (const entry of entries) {
      const line = await indexLine(bare, entry)
      if (line.startsWith('040000 '))
        await git(bare.path, ['read-tree', `--prefix=${text(entry, 'path')}/`, text(entry, 'sha')], { env })
      else await git(bare.path, ['update-index', '-z', '--add', '--index-info'], { env, input: `${line}\0` })
    }
    return await git(bare.path, ['write-tree'], { env })
  } catch (error) {
    if (error instanceof GitFailure) throw new HttpError(422, 'Invalid tree info')
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

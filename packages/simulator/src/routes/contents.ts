import { resolveCommit } from '../git/refs.ts'
import { entryAt, listTree, readBlob } from '../git/tree-files.ts'
import type { TreeEntry } from '../git/tree-files.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { ok, read, repositoryRoute } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import type { JsonObject } from '../present/json.ts'

const kinds = { blob: 'file', tree: 'dir', commit: 'submodule' } as const

function facts(request: RepositoryRequest, path: string, entry: TreeEntry, ref: string): JsonObject {
  const { world, repository } = request
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  const self = `${world.url}/repos/${repository.fullName}/contents/${encoded}?ref=${encodeURIComponent(ref)}`
  const html = `${world.url}/${repository.fullName}/${entry.type}/${ref}/${encoded}`
  const object = `${world.url}/repos/${repository.fullName}/git/${entry.type}s/${entry.sha}`
  return {
    name: path.split('/').at(-1) ?? path,
    path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    html_url: html,
    git_url: object,
    download_url: entry.type === 'blob' ? `${world.url}/${repository.fullName}/raw/${ref}/${encoded}` : null,
    type: entry.mode === '120000' ? 'symlink' : kinds[entry.type],
    _links: { self, git: object, html },
  }
}

async function getContents(request: RepositoryRequest): Promise<Answer> {
  const { repository } = request
  const path = (request.params['path'] ?? '').replace(/^\/+|\/+$/g, '')
  const ref = request.query.get('ref') ?? repository.defaultBranch
  const commit = await resolveCommit(repository.bare, ref)
  if (commit === undefined) throw new HttpError(404, `No commit found for the ref ${ref}`)
  const entry = path === '' ? undefined : await entryAt(repository.bare, commit, path)
  if (path !== '' && entry === undefined) throw notFound()
  if (entry === undefined || entry.type === 'tree') {
    const children = await listTree(repository.bare, entry?.sha ?? commit, false)
    return ok(children.map((child) => facts(request, path === '' ? child.path : `${path}/${child.path}`, child, ref)))
  }
  const content = entry.type === 'blob' ? await readBlob(repository.bare, entry.sha) : Buffer.alloc(0)
  if (entry.mode === '120000') return ok({ ...facts(request, path, entry, ref), target: content.toString('utf8') })
  // GitHub breaks the base64 after every 60 characters.
  const encoded = content.toString('base64').replace(/.{60}/g, '$&\n')
  return ok({
    ...facts(request, path, entry, ref),
    content: encoded.endsWith('\n') ? encoded : `${encoded}\n`,
    encoding: 'base64',
  })
}

export const contentRoutes: readonly Route[] = [
  repositoryRoute('GET', '/contents/{path}', [read('contents')], getContents),
  repositoryRoute('GET', '/contents', [read('contents')], getContents),
]

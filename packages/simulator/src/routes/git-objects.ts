import { readCommit, writeCommit } from '../git/commits.ts'
import { objectType, readObject } from '../git/objects.ts'
import { resolveCommit } from '../git/refs.ts'
import { git } from '../git/run-git.ts'
import { listTree, readBlob } from '../git/tree-files.ts'
import type { Signature } from '../git/commits.ts'
import { optionalObject, optionalText, optionalTexts, text } from '../http/body.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { param } from '../http/params.ts'
import { created, ok, read, repositoryRoute, write } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { presentGitCommit } from '../present/commit.ts'
import { nodeId } from '../present/json.ts'
import type { JsonObject } from '../present/json.ts'
import { writeTree } from './write-tree.ts'

function gitUrl(request: RepositoryRequest, path: string): string {
  return `${request.world.url}/repos/${request.repository.fullName}/git/${path}`
}

async function requireObject(request: RepositoryRequest, sha: string, type: string): Promise<string> {
  if ((await objectType(request.repository.bare, sha)) !== type) throw notFound()
  return sha
}

async function getCommit(request: RepositoryRequest): Promise<Answer> {
  const sha = await requireObject(request, param(request, 'commit_sha'), 'commit')
  return ok(presentGitCommit(request.world, request.repository, await readCommit(request.repository.bare, sha)))
}

function signature(request: RepositoryRequest, name: 'author' | 'committer', fallback: Signature): Signature {
  const given = optionalObject(request.body, name)
  if (given === undefined) return fallback
  return {
    name: text(given, 'name'),
    email: text(given, 'email'),
    date: optionalText(given, 'date') ?? fallback.date,
  }
}

async function createCommit(request: RepositoryRequest): Promise<Answer> {
  const { world, repository, principal } = request
  const tree = text(request.body, 'tree')
  if ((await objectType(repository.bare, tree)) !== 'tree') throw new HttpError(422, 'Tree SHA does not exist')
  const parents = optionalTexts(request.body, 'parents') ?? []
  for (const parent of parents) {
    if ((await objectType(repository.bare, parent)) !== 'commit')
      throw new HttpError(422, 'Parent SHA does not exist or is not a commit object')
  }
  const account = world.accounts.get(principal.login)
  const self = { name: account.name ?? account.login, email: account.email, date: world.clock.iso() }
  const author = signature(request, 'author', self)
  const committer = signature(request, 'committer', author)
  const sha = writeCommit(repository.bare, { tree, parents, message: text(request.body, 'message'), author, committer })
  return created(presentGitCommit(world, repository, await readCommit(repository.bare, sha)))
}

async function presentTree(request: RepositoryRequest, sha: string, recursive: boolean): Promise<JsonObject> {
  const entries = await listTree(request.repository.bare, sha, recursive)
  return {
    sha,
    url: gitUrl(request, `trees/${sha}`),
    tree: entries.map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.sha,
      ...(entry.size === undefined ? {} : { size: entry.size }),
      url: gitUrl(request, `${entry.type}s/${entry.sha}`),
    })),
    truncated: false,
  }
}

/** By tree id, commit id, branch or tag; any value of `recursive`, `0` included, means yes. */
async function getTree(request: RepositoryRequest): Promise<Answer> {
  const name = param(request, 'tree_sha')
  const { bare } = request.repository
  const commit = await resolveCommit(bare, name)
  const sha = commit === undefined ? await requireObject(request, name, 'tree') : (await readCommit(bare, commit)).tree
  return ok(await presentTree(request, sha, request.query.has('recursive')))
}

async function getBlob(request: RepositoryRequest): Promise<Answer> {
  const sha = await requireObject(request, param(request, 'file_sha'), 'blob')
  const content = await readBlob(request.repository.bare, sha)
  const url = gitUrl(request, `blobs/${sha}`)
  return ok({
    sha,
    node_id: nodeId('B', sha),
    size: content.length,
    url,
    content: content.toString('base64'),
    encoding: 'base64',
  })
}

async function createBlob(request: RepositoryRequest): Promise<Answer> {
  const content = text(request.body, 'content')
  const encoding = optionalText(request.body, 'encoding') === 'base64' ? 'base64' : 'utf8'
  const sha = await git(request.repository.bare.path, ['hash-object', '-w', '--stdin'], { input: Buffer.from(content, encoding) })
  return created({ sha, url: gitUrl(request, `blobs/${sha}`) })
}

async function getTag(request: RepositoryRequest): Promise<Answer> {
  const sha = await requireObject(request, param(request, 'tag_sha'), 'tag')
  const content = (await readObject(request.repository.bare, sha, 'tag')).content.toString('utf8').replace(/\n$/, '')
  const [head = '', ...body] = content.split('\n\n')
  const field = (name: string): string => new RegExp(`^${name} (.*)$`, 'm').exec(head)?.[1] ?? ''
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+)/.exec(field('tagger')) ?? []
  const object = { sha: field('object'), type: field('type'), url: gitUrl(request, `${field('type')}s/${field('object')}`) }
  const tagger = { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') }
  const url = gitUrl(request, `tags/${sha}`)
  return ok({ node_id: nodeId('TAG', sha), sha, url, tag: field('tag'), tagger, object, message: body.join('\n\n') })
}

const reading = [read('contents')]
const writing = [write('contents')]

export const gitObjectRoutes: readonly Route[] = [
  repositoryRoute('GET', '/git/commits/{commit_sha}', reading, getCommit),
  repositoryRoute('POST', '/git/commits', writing, createCommit),
  repositoryRoute('GET', '/git/trees/{tree_sha}', reading, getTree),
  repositoryRoute('POST', '/git/trees', writing, async (request) =>
    created(await presentTree(request, await writeTree(request.repository.bare, request.body), false)),
  ),
  repositoryRoute('GET', '/git/blobs/{file_sha}', reading, getBlob),
  repositoryRoute('POST', '/git/blobs', writing, createBlob),
  repositoryRoute('GET', '/git/tags/{tag_sha}', reading, getTag),
]

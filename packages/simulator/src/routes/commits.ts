import { changedFiles } from '../git/changed-files.ts'
import { logCommits, readCommit } from '../git/commits.ts'
import { commitsSince, countCommits, mergeBase } from '../git/history.ts'
import { resolveCommit } from '../git/refs.ts'
import { emptyTree } from '../git/tree-files.ts'
import { HttpError, notFound } from '../http/http-error.ts'
import { paged, pageOf, slice } from '../http/paging.ts'
import { commitParam, param } from '../http/params.ts'
import { ok, read, repositoryRoute } from '../http/route.ts'
import type { Answer, RepositoryRequest, Route } from '../http/route.ts'
import { presentCommit, presentFile } from '../present/commit.ts'

async function listCommits(request: RepositoryRequest): Promise<Answer> {
  const { repository, query, world } = request
  const ref = query.get('sha') ?? repository.defaultBranch
  const start = await resolveCommit(repository.bare, ref)
  if (start === undefined)
    throw new HttpError(query.has('sha') ? 404 : 409, query.has('sha') ? 'Not Found' : 'Git Repository is empty.')
  const filters = (['author', 'since', 'until'] as const).flatMap((name) => {
    const value = query.get(name)
    return value === null ? [] : [`--${name}=${value}`]
  })
  const path = query.get('path')
  const commits = await logCommits(repository.bare, [...filters, start, '--', ...(path === null ? [] : [path])])
  return paged(request, commits, (commit) => presentCommit(world, repository, commit))
}

async function getCommit(request: RepositoryRequest): Promise<Answer> {
  const { world, repository } = request
  const commit = await readCommit(repository.bare, await commitParam(request, 'ref'))
  const files = await changedFiles(repository.bare, commit.parents[0] ?? emptyTree, commit.sha)
  const additions = files.reduce((sum, file) => sum + file.additions, 0)
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0)
  return ok({
    ...presentCommit(world, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: files.map((file) => presentFile(world, repository, file, commit.sha)),
  })
}

async function end(request: RepositoryRequest, text: string): Promise<string> {
  // `owner:branch` names the same repository; forks are not simulated.
  const sha = await resolveCommit(request.repository.bare, text.replace(/^[^:/]+:/, ''))
  if (sha === undefined) throw notFound()
  return sha
}

/** `base...head`: what head has since the merge base. Commits oldest first, 250 a page; files all on the first page, at most 300. */
async function compare(request: RepositoryRequest): Promise<Answer> {
  const { world, repository } = request
  const { bare } = repository
  const [, left = '', right = ''] = /^(.+?)\.{2,3}(.+)$/.exec(param(request, 'basehead')) ?? []
  const [base, head] = [await end(request, left), await end(request, right)]
  const fork = await mergeBase(bare, base, head)
  if (fork === undefined) throw new HttpError(404, `No common ancestor between ${left} and ${right}.`)
  const commits = await commitsSince(bare, base, head, { topological: true })
  const [ahead, behind] = [commits.length, await countCommits(bare, head, base)]
  const page = request.query.has('per_page') || request.query.has('page') ? pageOf(request, 250) : { number: 1, size: 250 }
  const files = page.number === 1 ? (await changedFiles(bare, fork, head)).slice(0, 300) : []
  const url = `${world.url}/repos/${repository.fullName}/compare/${param(request, 'basehead')}`
  const html = `${world.url}/${repository.fullName}/compare/${left}...${right}`
  return ok({
    url,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: presentCommit(world, repository, await readCommit(bare, base)),
    merge_base_commit: presentCommit(world, repository, await readCommit(bare, fork)),
    status: ahead === 0 ? (behind === 0 ? 'identical' : 'behind') : behind === 0 ? 'ahead' : 'diverged',
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: slice(commits, page).map((commit) => presentCommit(world, repository, commit)),
    files: files.map((file) => presentFile(world, repository, file, head)),
  })
}

const reading = [read('contents')]

export const commitRoutes: readonly Route[] = [
  repositoryRoute('GET', '/commits', reading, listCommits),
  repositoryRoute('GET', '/commits/{ref}', reading, getCommit),
  repositoryRoute('GET', '/compare/{basehead}', reading, compare),
]

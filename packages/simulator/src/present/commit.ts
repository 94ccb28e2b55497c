import type { ChangedFile } from '../git/changed-files.ts'
import type { Commit } from '../git/commits.ts'
import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import { nodeId } from './json.ts'
import type { JsonObject } from './json.ts'
import { presentAccount } from './user.ts'

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null }

function userOf(world: World, email: string): JsonObject | null {
  const account = world.accounts.findByEmail(email)
  return account === undefined ? null : presentAccount(world, account)
}

/** A commit of the REST commits API: with the accounts of its author and committer, found by their addresses. */
export function presentCommit(world: World, repository: Repository, commit: Commit): JsonObject {
  const url = `${world.url}/repos/${repository.fullName}`
  const page = `${world.url}/${repository.fullName}`
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    commit: {
      author: { ...commit.author },
      committer: { ...commit.committer },
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: userOf(world, commit.author.email),
    committer: userOf(world, commit.committer.email),
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${page}/commit/${sha}` })),
  }
}

/** A commit of the git database API. */
export function presentGitCommit(world: World, repository: Repository, commit: Commit): JsonObject {
  const url = `${world.url}/repos/${repository.fullName}/git`
  const page = `${world.url}/${repository.fullName}/commit`
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/${commit.sha}`,
    author: { ...commit.author },
    committer: { ...commit.committer },
    tree: { sha: commit.tree, url: `${url}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${page}/${sha}` })),
    verification: unsigned,
  }
}

export function presentFile(world: World, repository: Repository, file: ChangedFile, sha: string): JsonObject {
  const path = file.path.split('/').map(encodeURIComponent).join('/')
  const page = `${world.url}/${repository.fullName}`
  return {
    sha: file.blob,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${world.url}/repos/${repository.fullName}/contents/${path}?ref=${sha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  }
}

/** A commit as push events and runs carry it. */
export function presentEventCommit(world: World, repository: Repository, commit: Commit): JsonObject {
  const person = (who: Commit['author']): JsonObject => {
    const account = world.accounts.findByEmail(who.email)
    return { name: who.name, email: who.email, ...(account === undefined ? {} : { username: account.login }) }
  }
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${world.url}/${repository.fullName}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
  }
}

import { git } from './run-git.ts'

export interface Signature {
  readonly name: string
  readonly email: string
  /** ISO 8601 in UTC. */
  readonly date: string
}

export interface Commit {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: Signature
  readonly committer: Signature
  /** Without the last line feed. */
  readonly message: string
}

const format = ['%H', '%T', '%P', '%an', '%ae', '%at', '%cn', '%ce', '%ct', '%B'].join('%x00') + '%x01'

function parse(record: string): Commit | undefined {
  const [sha, tree, parents, an, ae, at, cn, ce, ct, message] = record.replace(/^\n/, '').split('\0')
  if (sha === undefined || tree === undefined || message === undefined) return undefined
  const when = (seconds: string | undefined): string => new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z')
  return {
    sha,
    tree,
    parents: (parents ?? '').split(' ').filter((parent) => parent !== ''),
    author: { name: an ?? '', email: ae ?? '', date: when(at) },
    committer: { name: cn ?? '', email: ce ?? '', date: when(ct) },
    message: message.replace(/\n+$/, ''),
  }
}

/** Commits that `git log` names for these arguments (ranges, `--skip`, paths after `--`). */
export async function logCommits(path: string, args: readonly string[]): Promise<readonly Commit[]> {
  const text = await git(path, ['log', `--format=${format}`, ...args])
  return text.split('\x01').flatMap((record) => parse(record) ?? [])
}

export async function readCommit(path: string, sha: string): Promise<Commit> {
  const [commit] = await logCommits(path, ['--no-walk', sha])
  if (commit === undefined) throw new Error(`No commit "${sha}" in ${path}.`)
  return commit
}

export async function countCommits(path: string, range: string): Promise<number> {
  return Number(await git(path, ['rev-list', '--count', range]))
}

export interface NewCommit {
  readonly tree: string
  readonly parents: readonly string[]
  readonly message: string
  readonly author: Signature
  readonly committer: Signature
}

export async function writeCommit(path: string, commit: NewCommit): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent])
  return git(path, ['commit-tree', commit.tree, ...parents], {
    input: commit.message,
    env: {
      GIT_AUTHOR_NAME: commit.author.name,
      GIT_AUTHOR_EMAIL: commit.author.email,
      GIT_AUTHOR_DATE: commit.author.date,
      GIT_COMMITTER_NAME: commit.committer.name,
      GIT_COMMITTER_EMAIL: commit.committer.email,
      GIT_COMMITTER_DATE: commit.committer.date,
    },
  })
}

import type { BareRepository } from './bare-repository.ts'
import { formatCommit, parseCommit } from './commit-format.ts'
import { readObject } from './objects.ts'
import { git } from './run-git.ts'
import { writeObject } from './write-object.ts'

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
export async function logCommits(bare: BareRepository, args: readonly string[]): Promise<readonly Commit[]> {
  const text = await git(bare.path, ['log', `--format=${format}`, ...args])
  return text.split('\x01').flatMap((record) => parse(record) ?? [])
}

/** Throws MissingObject. */
export function readCommit(bare: BareRepository, sha: string): Promise<Commit> {
  return bare.commits.of(sha, async () => {
    const object = await readObject(bare, sha, 'commit')
    const commit = parseCommit(object.sha, object.content) ?? (await logCommits(bare, ['--no-walk', object.sha]))[0]
    if (commit === undefined) throw new Error(`No commit "${sha}" in ${bare.path}.`)
    return commit
  })
}

export interface NewCommit {
  readonly tree: string
  readonly parents: readonly string[]
  readonly message: string
  readonly author: Signature
  readonly committer: Signature
}

/** Tree and parents are there. */
export function writeCommit(bare: BareRepository, commit: NewCommit): string {
  return writeObject(bare, 'commit', formatCommit(commit))
}

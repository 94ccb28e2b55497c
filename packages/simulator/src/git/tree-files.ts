import { runGit } from './run-git.ts'

export interface TreeEntry {
  readonly mode: string
  readonly type: 'blob' | 'tree' | 'commit'
  readonly sha: string
  readonly size?: number
  readonly path: string
}

function parse(record: string): TreeEntry[] {
  const match = /^(\d{6}) (blob|tree|commit) ([0-9a-f]+) +(-|\d+)\t([\s\S]*)$/.exec(record)
  if (match === null) return []
  const [, mode = '', type = '', sha = '', size = '-', path = ''] = match
  const kind = type === 'tree' ? 'tree' : type === 'commit' ? 'commit' : 'blob'
  return [{ mode, type: kind, sha, path, ...(size === '-' ? {} : { size: Number(size) }) }]
}

/** Entries of a tree-ish; with `recursive` those of all folders below, the folders themselves included. */
export async function listTree(repository: string, treeish: string, recursive: boolean): Promise<readonly TreeEntry[]> {
  const args = ['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), treeish]
  const { stdout } = await runGit(repository, args)
  return stdout.toString('utf8').split('\0').flatMap(parse)
}

/** The entry at a path of a commit, undefined where there is none. */
export async function entryAt(repository: string, commit: string, path: string): Promise<TreeEntry | undefined> {
  const args = ['--literal-pathspecs', 'ls-tree', '-z', '-l', '--full-tree', commit, '--', path]
  const { stdout } = await runGit(repository, args)
  return stdout
    .toString('utf8')
    .split('\0')
    .flatMap(parse)
    .find((entry) => entry.path === path)
}

export async function readBlob(repository: string, sha: string): Promise<Buffer> {
  return (await runGit(repository, ['cat-file', 'blob', sha])).stdout
}

/** Text of a file in a commit, undefined where there is none. */
export async function readFileAt(repository: string, commit: string, path: string): Promise<string | undefined> {
  const entry = await entryAt(repository, commit, path)
  return entry?.type === 'blob' ? (await readBlob(repository, entry.sha)).toString('utf8') : undefined
}

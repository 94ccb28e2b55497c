import type { BareRepository } from './bare-repository.ts'
import { objectFacts, readObject } from './objects.ts'

/** An entry as its tree has it. */
export interface TreeItem {
  /** Six digits, `040000` for a folder. */
  readonly mode: string
  readonly type: 'blob' | 'tree' | 'commit'
  readonly sha: string
  readonly name: string
}

export interface TreeEntry {
  readonly mode: string
  readonly type: 'blob' | 'tree' | 'commit'
  readonly sha: string
  readonly size?: number
  readonly path: string
}

export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

function parse(content: Buffer): TreeItem[] {
  const items: TreeItem[] = []
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at)
    const zero = content.indexOf(0, space)
    const mode = content.toString('latin1', at, space).padStart(6, '0')
    const type = mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob'
    const sha = content.toString('hex', zero + 1, zero + 21)
    items.push({ mode, type, sha, name: content.toString('utf8', space + 1, zero) })
    at = zero + 21
  }
  return items
}

/** What a tree, or the tree of a commit, has in it, in git's order. Throws MissingObject. */
export async function readTree(bare: BareRepository, treeish: string): Promise<readonly TreeItem[]> {
  if (treeish === emptyTree) return []
  return bare.trees.of(treeish, async () => parse((await readObject(bare, treeish, 'tree')).content))
}

async function sized(bare: BareRepository, { mode, type, sha }: TreeItem, path: string): Promise<TreeEntry> {
  const size = type === 'blob' ? (await objectFacts(bare, sha))?.size : undefined
  return { mode, type, sha, path, ...(size === undefined ? {} : { size }) }
}

/** Entries of a tree-ish; with `recursive` those of all folders below, the folders themselves included. */
export async function listTree(
  bare: BareRepository,
  treeish: string,
  recursive: boolean,
  under = '',
): Promise<readonly TreeEntry[]> {
  const listed = (await readTree(bare, treeish)).map(async (item) => {
    const own = await sized(bare, item, `${under}${item.name}`)
    return recursive && item.type === 'tree' ? [own, ...(await listTree(bare, item.sha, true, `${own.path}/`))] : [own]
  })
  return (await Promise.all(listed)).flat()
}

/** The entry at a path of a commit, undefined where there is none. */
export async function entryAt(bare: BareRepository, commit: string, path: string): Promise<TreeEntry | undefined> {
  let folder: string | undefined = commit
  let found: TreeItem | undefined
  for (const name of path.split('/')) {
    if (folder === undefined) return undefined
    found = (await readTree(bare, folder)).find((item) => item.name === name)
    folder = found?.type === 'tree' ? found.sha : undefined
  }
  return found === undefined ? undefined : sized(bare, found, path)
}

export async function readBlob(bare: BareRepository, sha: string): Promise<Buffer> {
  return (await readObject(bare, sha, 'blob')).content
}

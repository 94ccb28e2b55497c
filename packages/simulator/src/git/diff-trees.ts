import type { BareRepository } from './bare-repository.ts'
import { readTree } from './tree-files.ts'
import type { TreeItem } from './tree-files.ts'

export interface ChangedPath {
  readonly path: string
  /** git's letters: added, deleted, modified (also by mode alone), another type. */
  readonly status: 'A' | 'D' | 'M' | 'T'
}

/** What differs between two trees, or the trees of two commits; a rename is both its sides. In the order of the paths' bytes. */
export function diffTrees(bare: BareRepository, before: string, after: string): Promise<readonly ChangedPath[]> {
  return bare.paths.of(`${before} ${after}`, async () => {
    const found = await diffFolders(bare, before, after, '')
    return found.sort((one, other) => Buffer.compare(Buffer.from(one.path), Buffer.from(other.path)))
  })
}

async function diffFolders(
  bare: BareRepository,
  before: string | undefined,
  after: string | undefined,
  under: string,
): Promise<ChangedPath[]> {
  const left = await byName(bare, before)
  const right = await byName(bare, after)
  const names = new Set([...left.keys(), ...right.keys()])
  const changes = [...names].map((name) => diffItems(bare, left.get(name), right.get(name), `${under}${name}`))
  return (await Promise.all(changes)).flat()
}

async function byName(bare: BareRepository, tree: string | undefined): Promise<ReadonlyMap<string, TreeItem>> {
  return new Map(tree === undefined ? [] : (await readTree(bare, tree)).map((item) => [item.name, item]))
}

async function diffItems(
  bare: BareRepository,
  before: TreeItem | undefined,
  after: TreeItem | undefined,
  path: string,
): Promise<ChangedPath[]> {
  if (before?.sha === after?.sha && before?.mode === after?.mode) return []
  const [oldFile, newFile] = [before, after].map((item) => (item?.type === 'tree' ? undefined : item))
  const folder = (item: TreeItem | undefined): string | undefined => (item?.type === 'tree' ? item.sha : undefined)
  const within = await diffFolders(bare, folder(before), folder(after), `${path}/`)
  return [...within, ...fileChange(oldFile, newFile, path)]
}

function fileChange(before: TreeItem | undefined, after: TreeItem | undefined, path: string): ChangedPath[] {
  if (before === undefined) return after === undefined ? [] : [{ path, status: 'A' }]
  if (after === undefined) return [{ path, status: 'D' }]
  // The first two digits of a mode say file, link or submodule.
  return [{ path, status: before.mode.slice(0, 2) === after.mode.slice(0, 2) ? 'M' : 'T' }]
}

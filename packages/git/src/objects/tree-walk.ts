import type { ChangedPath, Oid, TreeEntry } from '@stagecoach/core'
import { fromBytePath } from './path-bytes.ts'
import { folderMode, paddedMode } from './tree-format.ts'
import type { TreeItem } from './tree-format.ts'
import { emptyTree } from './trees.ts'
import type { Trees } from './trees.ts'

/** Everything that is no folder, in git's order, below `prefix` (bytes, ends in a slash or is empty). @throws StagecoachError `path-not-utf8` */
export async function listTree(trees: Trees, tree: Oid, prefix: string): Promise<TreeEntry[]> {
  const items = await trees.read(tree)
  const parts = await Promise.all(
    items.map((item): TreeEntry[] | Promise<TreeEntry[]> => {
      const path = prefix + item.name
      if (item.mode === folderMode) return listTree(trees, item.oid, `${path}/`)
      return [{ path: fromBytePath(path), mode: paddedMode(item.mode), oid: item.oid }]
    }),
  )
  return parts.flat()
}

/** Paths that differ, sorted by path; equal folders are not opened. Renames are a removal and an addition. @throws StagecoachError `path-not-utf8` */
export async function diffTrees(trees: Trees, before: Oid, after: Oid): Promise<ChangedPath[]> {
  const changes = await diffFolder(trees, before, after, '')
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

async function diffFolder(trees: Trees, before: Oid, after: Oid, prefix: string): Promise<ChangedPath[]> {
  if (before === after) return []
  const [left, right] = await Promise.all([trees.read(before), trees.read(after)])
  const olds = new Map(left.map((item) => [item.name, item]))
  const news = new Map(right.map((item) => [item.name, item]))
  const names = [...new Set([...olds.keys(), ...news.keys()])]
  const parts = await Promise.all(names.map((name) => diffItem(trees, olds.get(name), news.get(name), prefix + name)))
  return parts.flat()
}

async function diffItem(
  trees: Trees,
  before: TreeItem | undefined,
  after: TreeItem | undefined,
  path: string,
): Promise<ChangedPath[]> {
  if (before?.oid === after?.oid && before?.mode === after?.mode) return []
  const below = await diffFolder(trees, folderOf(before), folderOf(after), `${path}/`)
  const [left, right] = [fileOf(before), fileOf(after)]
  if (left === undefined && right === undefined) return below
  const change = { path: fromBytePath(path), ...(left && { before: left }), ...(right && { after: right }) }
  return [change, ...below]
}

function folderOf(item: TreeItem | undefined): Oid {
  return item?.mode === folderMode ? item.oid : emptyTree
}

function fileOf(item: TreeItem | undefined): { mode: string; oid: Oid } | undefined {
  return item === undefined || item.mode === folderMode ? undefined : { mode: paddedMode(item.mode), oid: item.oid }
}

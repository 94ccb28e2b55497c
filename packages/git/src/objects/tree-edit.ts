import { StagecoachError } from '@stagecoach/core'
import type { Oid } from '@stagecoach/core'
import { writableSegments } from './path-bytes.ts'
import { folderMode, storedMode } from './tree-format.ts'
import type { TreeItem } from './tree-format.ts'
import { emptyTree } from './trees.ts'
import type { Trees } from './trees.ts'

export type TreeEdits = ReadonlyMap<string, { mode: string; oid: Oid } | undefined>

/** Edits of one folder: what replaces a name, or the edits below it. */
interface Folder {
  set: Map<string, { mode: string; oid: Oid } | undefined>
  below: Map<string, Folder>
}

const modes = new Set(['40000', '100644', '100755', '120000', '160000'])

/** The tree with all edits made; folders left empty disappear. A path set and another set below it: the lower one is put into the higher one's tree.
 *  @throws StagecoachError `path-invalid`, `mode-invalid` */
export async function editTree(trees: Trees, root: Oid | undefined, edits: TreeEdits): Promise<Oid> {
  const plan = emptyFolder()
  for (const [path, value] of edits) place(plan, path, value)
  return (await apply(trees, root ?? emptyTree, plan)) ?? trees.write([])
}

function place(plan: Folder, path: string, value: { mode: string; oid: Oid } | undefined): void {
  const segments = writableSegments(path)
  const name = segments.pop() ?? ''
  let folder = plan
  for (const segment of segments) {
    const next = folder.below.get(segment) ?? emptyFolder()
    folder.below.set(segment, next)
    folder = next
  }
  const mode = value === undefined ? undefined : storedMode(value.mode)
  if (mode !== undefined && !modes.has(mode)) throw new StagecoachError('mode-invalid', `'${path}' cannot have mode '${mode}'.`)
  folder.set.set(name, value === undefined || mode === undefined ? undefined : { mode, oid: value.oid })
}

async function apply(trees: Trees, tree: Oid, folder: Folder): Promise<Oid | undefined> {
  const before = await trees.read(tree)
  const items = new Map<string, TreeItem>(before.map((item) => [item.name, item]))
  for (const [name, value] of folder.set) {
    if (value === undefined || value.oid === emptyTree) items.delete(name)
    else items.set(name, { name, ...value })
  }
  for (const [name, inner] of folder.below) {
    const item = items.get(name)
    const oid = await apply(trees, item?.mode === folderMode ? item.oid : emptyTree, inner)
    if (oid !== undefined) items.set(name, { name, mode: folderMode, oid })
    else if (item?.mode === folderMode) items.delete(name)
  }
  return items.size === 0 ? undefined : trees.write([...items.values()])
}

function emptyFolder(): Folder {
  return { set: new Map(), below: new Map() }
}

import type { Oid } from '@stagecoach/core'
import { folderMode, formatTree, parseTree, sortItems } from './tree-format.ts'
import type { TreeItem } from './tree-format.ts'
import type { ObjectReader } from './object-reader.ts'
import type { ObjectWriter } from './object-writer.ts'

export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
const remembered = 20_000

/** Tree objects by id, the newest ones remembered. */
export class Trees {
  readonly #reader: ObjectReader
  readonly #writer: ObjectWriter
  readonly #known = new Map<Oid, readonly TreeItem[]>([[emptyTree, []]])

  constructor(reader: ObjectReader, writer: ObjectWriter) {
    this.#reader = reader
    this.#writer = writer
  }

  async read(oid: Oid): Promise<readonly TreeItem[]> {
    const known = this.#known.get(oid)
    return known ?? this.#remember(oid, parseTree(await this.#reader.readAs(oid, 'tree')))
  }

  write(items: readonly TreeItem[]): Oid {
    const sorted = sortItems(items)
    const oid = this.#writer.write('tree', formatTree(sorted))
    this.#remember(oid, sorted)
    return oid
  }

  /** Item at a path given as byte segments. */
  async at(root: Oid, segments: readonly string[]): Promise<TreeItem | undefined> {
    let item: TreeItem | undefined = { name: '', mode: folderMode, oid: root }
    for (const segment of segments) {
      if (item?.mode !== folderMode) return undefined
      item = (await this.read(item.oid)).find((each) => each.name === segment)
    }
    return item
  }

  #remember(oid: Oid, items: readonly TreeItem[]): readonly TreeItem[] {
    if (this.#known.size >= remembered) this.#known.clear()
    this.#known.set(oid, items)
    return items
  }
}

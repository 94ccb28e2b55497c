import type { Oid } from '@stagecoach/core'

/** One line of a tree object. `name` has one character per byte. */
export interface TreeItem {
  name: string
  mode: string
  oid: Oid
}

export const folderMode = '40000'

/** git writes modes without the leading zero; everything outside says `040000`. */
export function paddedMode(mode: string): string {
  return mode.padStart(6, '0')
}

export function storedMode(mode: string): string {
  return mode.replace(/^0+/, '')
}

export function parseTree(bytes: Buffer): TreeItem[] {
  const items: TreeItem[] = []
  let at = 0
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at)
    const nul = bytes.indexOf(0, space)
    items.push({
      mode: bytes.toString('latin1', at, space),
      name: bytes.toString('latin1', space + 1, nul),
      oid: bytes.toString('hex', nul + 1, nul + 21),
    })
    at = nul + 21
  }
  return items
}

/** As git sorts: by bytes, folders as if their name ended in a slash. */
export function sortItems(items: readonly TreeItem[]): TreeItem[] {
  return [...items].sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1))
}

export function formatTree(sorted: readonly TreeItem[]): Buffer {
  return Buffer.concat(
    sorted.flatMap((each) => [Buffer.from(`${each.mode} ${each.name}\0`, 'latin1'), Buffer.from(each.oid, 'hex')]),
  )
}

function sortName(item: TreeItem): string {
  return item.mode === folderMode ? `${item.name}/` : item.name
}

import { sha256 } from '../digest.ts'
import type { Catalog, CatalogDelta } from '../ports/database.ts'

/**
 * Objects that differ between two catalogs, by key, with the digest of their description on each side. Column order does not count
 * (`columnOrderNotes` tells it). Catalogs of different server majors or versions describe the same object in different words: 'not-comparable'.
 */
export function catalogDelta(before: Catalog, after: Catalog): CatalogDelta | 'not-comparable' {
  if (before.version !== after.version || before.server !== after.server) return 'not-comparable'
  const delta: CatalogDelta = {}
  const keys = new Set([...Object.keys(before.objects), ...Object.keys(after.objects)])
  for (const key of [...keys].sort()) {
    const was = before.objects[key]
    const is = after.objects[key]
    if (was === is) continue
    delta[key] = { ...(was !== undefined && { before: sha256(was) }), ...(is !== undefined && { after: sha256(is) }) }
  }
  return delta
}

/** One sentence for each table that has the same columns on both sides in another order: worth knowing, no difference. */
export function columnOrderNotes(before: Catalog, after: Catalog): string[] {
  return Object.keys(before.order)
    .filter((table) => isReordered(before.order[table], after.order[table]))
    .sort()
    .map((table) => `Columns of ${table} stand in another order: ${before.order[table] ?? ''} and ${after.order[table] ?? ''}.`)
}

function isReordered(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined || after === undefined || before === after) return false
  return before.split(',').sort().join() === after.split(',').sort().join()
}

import { digestOf, type Digest } from '../digest.ts'
import type { Catalog } from '../ports/database.ts'

/** What a schema is, in one digest: objects and server major, without the order of columns (two histories may differ in it and mean the same). */
export function fingerprint(catalog: Catalog): Digest {
  return digestOf({ version: catalog.version, server: catalog.server, objects: catalog.objects })
}

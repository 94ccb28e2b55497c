import type { Catalog } from '../ports/database.ts'

/** Where other tools keep their history: what is in there is theirs and no part of the product. */
export interface ToolPlace {
  tool: string
  schema: string
  table: string
}

/** The catalog without the tables of migration tools: they differ with the tool's version and with who ran it first. Sqitch has a schema of its own, Rails a second table. */
export function ownCatalog(catalog: Catalog, tools: readonly ToolPlace[]): Catalog {
  const tables = tools.flatMap(({ tool, schema, table }) => [
    `${schema}.${table}`,
    ...(tool === 'rails' ? [`${schema}.ar_internal_metadata`] : []),
  ])
  const schemas = tools.filter(({ tool, schema }) => tool === 'sqitch' && schema !== 'public').map(({ schema }) => schema)
  const foreign = (key: string, description: string): boolean =>
    schemas.some((schema) => named(key) === schema || named(key).startsWith(`${schema}.`)) ||
    tables.some((table) => isOf(key, description, table))
  const keep = (side: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(side).filter(([key, description]) => !foreign(key, description)))
  return { ...catalog, objects: keep(catalog.objects), order: keep(catalog.order) }
}

/** `index public.a_idx` names no table; its definition does. */
function isOf(key: string, description: string, table: string): boolean {
  const name = named(key)
  if (name === table || name.startsWith(`${table}.`)) return true
  return key.startsWith('index ') && description.includes(` ON ${table} `)
}

/** Kinds are one or two words: `table public.a`, `materialized view public.a`. */
function named(key: string): string {
  return key.replace(/^(materialized view|foreign table|\S+) /, '')
}

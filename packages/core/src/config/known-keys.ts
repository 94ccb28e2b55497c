import { configJsonSchema } from './config-json-schema.ts'
import type { Path } from './yaml-source.ts'

/** The keys that a map at this path may have, as the schema says; none when any name goes. */
export function knownKeys(path: Path): string[] {
  let schema: unknown = configJsonSchema()
  for (const step of path) {
    const properties = member(schema, 'properties')
    if (typeof step === 'number') schema = member(schema, 'items')
    else schema = member(properties, step) ?? member(schema, 'additionalProperties')
  }
  const properties = member(schema, 'properties')
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}

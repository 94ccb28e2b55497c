import { isObject } from '../http/body.ts'
import type { Json, JsonObject } from '../present/json.ts'
import type { Field } from './parse-query.ts'

/** The field of an object under its arguments: one of a list by `number`, a connection filtered by `states`, cut by `last`, or by `first` `after` a cursor. */
function resolve(object: JsonObject, field: Field): Json {
  const value = object[field.name] ?? null
  const { number, first, last, states, after } = field.args
  if (Array.isArray(value) && number !== undefined)
    return value.find((item) => isObject(item) && item['number'] === number) ?? null
  if (!isObject(value) || !Array.isArray(value['nodes'])) return value
  let nodes: readonly Json[] = value['nodes']
  if (states !== undefined) {
    const wanted = Array.isArray(states) ? states : [states]
    nodes = nodes.filter((node) => isObject(node) && wanted.includes(node['state'] ?? null))
  }
  const from = typeof last === 'number' ? Math.max(0, nodes.length - last) : typeof after === 'string' ? Number(after) : 0
  const cut = typeof first === 'number' ? nodes.slice(from, from + first) : nodes.slice(from)
  const end = from + cut.length
  const pageInfo = { hasNextPage: end < nodes.length, endCursor: cut.length === 0 ? null : String(end) }
  return { ...value, nodes: cut, totalCount: nodes.length, pageInfo }
}

/** Cuts a value down to what a query selects. */
export function select(value: Json, fields: readonly Field[]): Json {
  if (Array.isArray(value)) return value.map((item: Json) => select(item, fields))
  if (!isObject(value) || fields.length === 0) return value
  return Object.fromEntries(fields.map((field) => [field.key, select(resolve(value, field), field.fields)]))
}

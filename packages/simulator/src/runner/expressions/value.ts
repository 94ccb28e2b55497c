import { data } from '@actions/expressions'

/** A JSON value: what the contexts hold before they become expression data. */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap
export interface ValueMap {
  readonly [key: string]: Value
}

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/** Turns a JSON value into the data classes that the expression library calculates with. */
export function toData(value: Value): data.ExpressionData {
  if (value === null) return new data.Null()
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value === 'string') return new data.StringData(value)
  if (isList(value)) return new data.Array(...value.map(toData))
  return new data.Dictionary(...Object.entries(value as ValueMap).map(([key, item]) => ({ key, value: toData(item) })))
}

/** The way back; the inverse of `toData` but for keys that differ in case only. */
export function fromData(value: data.ExpressionData): Value {
  if (value instanceof data.Null) return null
  if (value instanceof data.BooleanData || value instanceof data.NumberData || value instanceof data.StringData)
    return value.value
  if (value instanceof data.Array) return value.values().map(fromData)
  return Object.fromEntries(value.pairs().map((pair) => [pair.key, fromData(pair.value)]))
}

/** The text an expression's value becomes inside a string: null is '', a list 'Array', a map 'Object'. */
export function toText(value: Value): string {
  return toData(value).coerceString()
}

/** Truth as the expression language has it: false, 0, '', null and NaN are false. */
export function isTruthy(value: Value): boolean {
  return !(value === null || value === false || value === 0 || value === '' || Number.isNaN(value))
}

import type { Row } from './session.ts'

/** A text column of a row. Both drivers give text as string; anything else is a mistake in our own query. */
export function text(row: Row | undefined, column: string): string {
  const value = row?.[column]
  if (typeof value !== 'string') throw new TypeError(`Column "${column}" is not text.`)
  return value
}

export function textOrNothing(row: Row | undefined, column: string): string | undefined {
  return row?.[column] === null || row === undefined ? undefined : text(row, column)
}

/** A number column; pg gives int8 as text, PGlite as number. */
export function integer(row: Row | undefined, column: string): number {
  const value = row?.[column]
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw new TypeError(`Column "${column}" is not an integer.`)
  return number
}

export function truth(row: Row | undefined, column: string): boolean {
  const value = row?.[column]
  if (typeof value !== 'boolean') throw new TypeError(`Column "${column}" is not a boolean.`)
  return value
}

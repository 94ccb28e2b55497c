import type { Json, JsonObject } from '../present/json.ts'
import { HttpError } from './http-error.ts'

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The body as an object; empty when there is none. 400 when it is no JSON, 422 when it is no object. */
export function parseBody(text: string): JsonObject {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HttpError(400, 'Problems parsing JSON')
  }
  if (!isObject(value)) throw new HttpError(422, 'Invalid request.\n\nThe body is not an object.')
  return value
}

function wrong(name: string, value: Json, type: string): HttpError {
  return new HttpError(422, `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not ${type}.`)
}

export function optionalText(body: JsonObject, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw wrong(name, value, 'a string')
  return value
}

export function text(body: JsonObject, name: string): string {
  const value = optionalText(body, name)
  if (value === undefined) throw new HttpError(422, `Invalid request.\n\n"${name}" wasn't supplied.`)
  return value
}

export function optionalFlag(body: JsonObject, name: string): boolean | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'boolean') throw wrong(name, value, 'a boolean')
  return value
}

export function optionalTexts(body: JsonObject, name: string): readonly string[] | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw wrong(name, value, 'an array of strings')
  return value
}

export function optionalObject(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) throw wrong(name, value, 'an object')
  return value
}

/** One of a closed list; 422 names the list. */
export function oneOf<Choice extends string>(body: JsonObject, name: string, choices: readonly Choice[]): Choice | undefined {
  const value = optionalText(body, name)
  if (value === undefined) return undefined
  const choice = choices.find((candidate) => candidate === value)
  if (choice === undefined) throw wrong(name, value, `a member of ${JSON.stringify(choices)}`)
  return choice
}

/** A text no longer than GitHub takes. */
export function limited(value: string, field: string, limit: number): string {
  if (value.length > limit)
    throw new HttpError(422, 'Validation Failed', [
      { code: 'custom', field, message: `${field} is too long (maximum is ${limit} characters)` },
    ])
  return value
}

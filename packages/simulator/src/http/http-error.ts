import type { Json } from '../present/json.ts'

/** An answer that ends a request early, with GitHub's body for it. */
export class HttpError extends Error {
  readonly status: number
  readonly errors: Json | undefined

  constructor(status: number, message: string, errors?: Json) {
    super(message)
    this.name = 'HttpError'
    this.status = status
    this.errors = errors
  }
}

export const notFound = (): HttpError => new HttpError(404, 'Not Found')
export const notByIntegration = (): HttpError => new HttpError(403, 'Resource not accessible by integration')

/** 422 with one entry of `errors`, as GitHub words failed validations. */
export function invalid(resource: string, field: string, code: string, message?: string): HttpError {
  return new HttpError(422, 'Validation Failed', [{ resource, field, code, ...(message === undefined ? {} : { message }) }])
}

/** 422 `custom`: the text is in `errors[].message`. */
export function invalidBecause(resource: string, message: string): HttpError {
  return new HttpError(422, 'Validation Failed', [{ resource, code: 'custom', message }])
}

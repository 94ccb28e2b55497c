export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** Opaque and stable, as GraphQL ids are: the kind and the number. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(`${kind}:${id}`).toString('base64url')}`
}

/** The URLs of one simulated GitHub: REST and pages share the origin, pages below the names GitHub uses. */
export class Urls {
  readonly origin: string

  constructor(origin: string) {
    this.origin = origin
  }

  api(path: string): string {
    return `${this.origin}${path}`
  }

  repo(fullName: string, path = ''): string {
    return `${this.origin}/repos/${fullName}${path}`
  }

  page(path: string): string {
    return `${this.origin}/${path}`
  }
}

import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** Lower-case hexadecimal sha256, 64 characters. */
export type Digest = string

/** sha256 of bytes, or of a text's UTF-8 bytes. */
export function sha256(data: Uint8Array | string): Digest {
  return createHash('sha256').update(data).digest('hex')
}

/** Canonical JSON (RFC 8785): the same value gives the same bytes on every machine. Members that are `undefined` are left out. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form.')
  return text
}

/** sha256 of the canonical JSON of a value. */
export function digestOf(value: unknown): Digest {
  return sha256(canonicalJson(value))
}

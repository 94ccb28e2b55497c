import { createHash } from 'node:crypto'
import { sha256 } from '../digest.ts'
import type { Oid, PackageRef } from '../package/package.ts'

/** A git object id made up from a word: the same word gives the same id. */
export function sampleOid(word: string): Oid {
  return createHash('sha1').update(word).digest('hex')
}

/** A package as a branch or ledger names it; its digest follows from name and version. */
export function samplePackage(name: string, change: Partial<PackageRef> = {}): PackageRef {
  const version = change.version ?? '1.0.0'
  return {
    name,
    version,
    digest: sha256(`${name} ${version}`),
    source: sampleOid(`${name} ${version}`),
    base: sampleOid('base'),
    requires: [],
    sourceTime: '2026-11-20T08:00:00Z',
    ...change,
  }
}

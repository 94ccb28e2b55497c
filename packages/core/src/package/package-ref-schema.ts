import * as z from 'zod'
import { isVersion } from '../names/version.ts'
import { namePattern } from '../names/name.ts'
import { digestPattern, oidPattern } from '../names/oid.ts'
import type { PackageRef } from './package.ts'

export const nameSchema = z.string().regex(namePattern, 'is not a name')
export const oidSchema = z.string().regex(oidPattern, 'is not a git object id')
export const digestSchema = z.string().regex(digestPattern, 'is not a sha256')
export const versionSchema = z.string().refine(isVersion, 'is not a version')
export const instantSchema = z.string().refine(isInstant, 'is not an instant in UTC (ISO 8601)')

/** Strict: a member this version does not know is refused, not dropped. */
export const packageRefSchema: z.ZodType<PackageRef> = z.strictObject({
  name: nameSchema,
  version: versionSchema,
  digest: digestSchema,
  source: oidSchema,
  base: oidSchema,
  requires: z.array(nameSchema),
  sourceTime: instantSchema,
  formerly: z.array(nameSchema).exactOptional(),
})

function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(text) && !Number.isNaN(Date.parse(text))
}

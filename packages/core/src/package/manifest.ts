import * as z from 'zod'
import { canonicalJson, digestOf } from '../digest.ts'
import { StagecoachError } from '../error.ts'
import { isMigrationId } from '../names/migration-id.ts'
import { variableNamePattern } from '../names/environment-variable.ts'
import { digestSchema, instantSchema, nameSchema, oidSchema, versionSchema } from './package-ref-schema.ts'
import type { Manifest, PackageRef } from './package.ts'

const change = z.strictObject({ mode: z.string().regex(/^[0-7]{6}$/), oid: oidSchema })

const schema = z.strictObject({
  schema: z.literal(1),
  name: nameSchema,
  version: versionSchema,
  source: oidSchema,
  base: oidSchema,
  sourceTime: instantSchema,
  requires: z.array(nameSchema),
  completes: nameSchema.exactOptional(),
  formerly: z.array(nameSchema),
  config: z.array(z.string().regex(variableNamePattern)),
  files: z.array(
    z.strictObject({ path: z.string(), mode: z.enum(['100644', '100755']), size: z.int().nonnegative(), sha256: digestSchema }),
  ),
  migrations: z.array(
    z.strictObject({ id: z.string().refine(isMigrationId), file: z.string(), undo: z.string().exactOptional() }),
  ),
  changes: z.array(z.strictObject({ path: z.string(), before: change.exactOptional(), after: change.exactOptional() })),
  authors: z.array(z.string()),
}) satisfies z.ZodType<Manifest>

/** The bytes whose sha256 is the package's digest: canonical JSON (RFC 8785), UTF-8, no newline. */
export function manifestBytes(manifest: Manifest): Uint8Array {
  return Buffer.from(canonicalJson(manifest))
}

const format = z.looseObject({ schema: z.number() })

/** @throws StagecoachError `package-format-newer`, or `package-tampered` when the bytes are none that Stagecoach writes */
export function parseManifest(bytes: Uint8Array): Manifest {
  const text = Buffer.from(bytes).toString('utf8')
  const json = parseJson(text)
  const written = format.safeParse(json)
  if (written.success && written.data.schema > 1) {
    throw new StagecoachError(
      'package-format-newer',
      `The package was built by a newer Stagecoach (format ${written.data.schema}).`,
      {
        hint: 'Use the newest version of the Stagecoach actions.',
      },
    )
  }
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw tampered(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  if (canonicalJson(parsed.data) !== text) throw tampered('it is not written in canonical form')
  return parsed.data
}

/** What environment branches and the ledger keep of a package. */
export function packageRefOf(manifest: Manifest): PackageRef {
  const { name, version, source, base, requires, sourceTime, formerly } = manifest
  const ref = { name, version, digest: digestOf(manifest), source, base, requires: [...requires], sourceTime }
  return formerly.length === 0 ? ref : { ...ref, formerly: [...formerly] }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw tampered('it is no JSON', cause)
  }
}

function tampered(what: string, cause?: unknown): StagecoachError {
  return new StagecoachError('package-tampered', `The manifest of the package is not the one that was built: ${what}.`, {
    hint: 'Restore the package tag from another clone, or build the feature again under a new version.',
    cause,
  })
}
